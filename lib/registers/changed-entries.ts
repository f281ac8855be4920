import { randomUUID } from 'node:crypto';
import { type SqlBool, sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { nameOfEntry, type Register } from './removed-entries';
import { visibleEntries } from './rooms';

/** Only these: other columns, such as a holder's name, may have followed another change since. */
const changedColumns: Record<Register, readonly string[]> = {
  person: ['moved_out'],
  handed_key: ['state', 'ended_on'],
};

/** Call right before the statement that changes each entry once. Returns the batch that undoes it. */
export async function keepBefore(
  trx: Db,
  { workspaceId }: Scope,
  register: Register,
  ids: string[],
): Promise<string> {
  const batch = randomUUID();
  await sql`
    insert into changed_entry (workspace_id, batch, register, entry_id, revision, entry)
    select workspace_id, ${batch}, ${register}, id, revision + 1, to_jsonb(kept)
    from ${sql.table(register)} kept
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(trx);
  return batch;
}

/** All or nothing. `conflict`: an entry has changed since. `not-found`: unknown, older than an hour, or undone already. */
export async function undoChange(
  trx: Db,
  scope: Scope,
  register: Register,
  batch: string,
): Promise<string[]> {
  const kept = await trx
    .deleteFrom('changed_entry')
    .where('batch', '=', batch)
    .where('workspace_id', '=', scope.workspaceId)
    .where('register', '=', register)
    .where(sql<SqlBool>`changed_at > now() - interval '1 hour'`)
    .returning(['entry', 'revision'])
    .execute();
  if (kept.length === 0) throw new DeskError('not-found');
  const assignments = changedColumns[register].map(
    (column) => sql`${sql.ref(column)} = ${sql.ref(`back.${column}`)}`,
  );
  const { numAffectedRows } = await sql`
    update ${sql.table(register)}
    set ${sql.join(assignments)}, revision = ${sql.ref(`${register}.revision`)} + 1, updated_at = now()
    from jsonb_array_elements(${JSON.stringify(kept)}::jsonb) as kept(one),
      jsonb_populate_record(null::${sql.table(register)}, kept.one -> 'entry') as back
    where ${sql.ref(`${register}.id`)} = back.id
      and ${sql.ref(`${register}.revision`)} = (kept.one ->> 'revision')::integer
      and ${visibleEntries(scope, register)}`.execute(trx);
  if (Number(numAffectedRows) !== kept.length) throw new DeskError('conflict');
  return kept.map(({ entry }) => nameOfEntry(entry));
}
