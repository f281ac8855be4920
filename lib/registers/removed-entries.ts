import { randomUUID } from 'node:crypto';
import { type SqlBool, sql } from 'kysely';
import { seesWholeRegister } from '@/lib/abilities/registers';
import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { registerRooms } from './rooms';

export type Register = 'person' | 'handed_key';

/** Keeps the entries for an hour. Returns the batch that puts them back. */
export async function takeOut(
  trx: Db,
  { workspaceId }: Scope,
  register: Register,
  ids: string[],
): Promise<string> {
  const batch = randomUUID();
  await sql`
    with gone as (delete from ${sql.table(register)}
      where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) returning *)
    insert into removed_entry (batch, workspace_id, register, entry, held_keys)
    select ${batch}, gone.workspace_id, ${register}, to_jsonb(gone),
      array(select held.id from handed_key held
        where held.workspace_id = ${workspaceId} and held.person_id = gone.id)
    from gone`.execute(trx);
  return batch;
}

/** All or nothing. People get back keys that no other holder has. `not-found` also for rooms that this account lost. */
export async function putBack(trx: Db, scope: Scope, register: Register, batch: string): Promise<string[]> {
  const kept = await trx
    .deleteFrom('removed_entry')
    .where('batch', '=', batch)
    .where('workspace_id', '=', scope.workspaceId)
    .where('register', '=', register)
    .where(sql<SqlBool>`removed_at > now() - interval '1 hour'`)
    .returning(['entry', 'held_keys', 'removed_at'])
    .execute();
  if (kept.length === 0) throw new DeskError('not-found');
  const mine = new Set(registerRooms(scope).map(({ roomKey }) => roomKey));
  if (!seesWholeRegister(scope) && kept.some(({ entry }) => !mine.has(String(entry.room_key)))) {
    throw new DeskError('not-found');
  }
  const entries = JSON.stringify(kept.map(({ entry }) => entry));
  const columns = Object.keys(kept[0]?.entry ?? {});
  // If the holder's entry is gone by now, only the name stays.
  await sql`
    insert into ${sql.table(register)} (${sql.join(columns.map((name) => sql.ref(name)))})
    select ${sql.join(columns.map((name) => sql.ref(`back.${name}`)))} from jsonb_array_elements(${entries}::jsonb) as e(entry),
      jsonb_populate_record(null::${sql.table(register)}, e.entry || case
        when e.entry ? 'person_id' then jsonb_build_object('person_id',
          (select p.id from person p where p.workspace_id = ${scope.workspaceId} and p.id = (e.entry ->> 'person_id')::uuid))
        else '{}'::jsonb end) as back`.execute(trx);
  for (const { entry, held_keys, removed_at } of kept) {
    if (held_keys.length === 0) continue;
    await trx
      .updateTable('handed_key')
      .set({ person_id: String(entry.id) })
      .where('workspace_id', '=', scope.workspaceId)
      .where('id', 'in', held_keys)
      .where('person_id', 'is', null)
      // A key of another building may have kept an earlier name.
      .where(({ or, eb }) => or([eb('holder', '=', String(entry.name)), eb('updated_at', '<=', removed_at)]))
      .execute();
  }
  return kept.map(({ entry }) => nameOfEntry(entry));
}

export function nameOfEntry(entry: Record<string, unknown>): string {
  return String(entry.name ?? (entry.number || entry.label));
}
