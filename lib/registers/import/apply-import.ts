import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';
import { nextRevision } from '@/lib/db/revision-fields';
import { DeskError } from '@/lib/errors';
import { namesFor } from '../choose-rows';
import { personColumns, renameHolders } from '../people/mutations';
import { readCalendar } from '../read-calendar';
import { inRegister } from '../run-in-register';
import { ImportProblem } from './import-error';
import type { PlannedRow } from './plan';
import { readImport } from './preview-import';
import type { ImportPeople } from './schema';

const batch = 500;

/** Writes what the preview showed, except rows left out by hand. `conflict`, and nothing is written, if a row would differ. */
export async function applyImport(
  scope: Scope,
  { file, encoding, choices, digest, without, expected }: ImportPeople,
): Promise<{ created: number; changed: number; names: string }> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const calendar = await readCalendar(scope);
  return inRegister(scope, async (trx) => {
    const read = await readImport({ db: trx, scope, calendar }, bytes, { encoding, choices }).catch(
      (error) => {
        // The preview could read this file, so it is another one.
        if (error instanceof ImportProblem) throw new DeskError('conflict');
        throw error;
      },
    );
    if ('samples' in read) throw new DeskError('conflict');
    const { plan } = read;
    if (plan.digest !== digest) throw new DeskError('conflict');
    const writes = plan.rows.filter(({ preview, write }) => write && !without.has(preview.line));
    if (writes.length !== expected) throw new DeskError('conflict');
    const created = await insertNew(trx, scope, writes);
    const changed = await updateChanged(trx, scope, writes);
    return { created, changed, names: namesFor(writes.map(({ preview }) => preview.name)) };
  });
}

async function insertNew(trx: Db, scope: Scope, rows: PlannedRow[]): Promise<number> {
  const values = rows.flatMap(({ write }) =>
    write && !write.person
      ? [{ workspace_id: scope.workspaceId, ...personColumns(write.input, write.room) }]
      : [],
  );
  for (let at = 0; at < values.length; at += batch) {
    await trx
      .insertInto('person')
      .values(values.slice(at, at + batch))
      .execute();
  }
  return values.length;
}

async function updateChanged(trx: Db, scope: Scope, rows: PlannedRow[]): Promise<number> {
  let count = 0;
  for (const { write } of rows) {
    if (!write?.person) continue;
    const { person, input, room } = write;
    const { numUpdatedRows } = await trx
      .updateTable('person')
      .set({ ...personColumns(input, room), ...nextRevision })
      .where('workspace_id', '=', scope.workspaceId)
      .where('id', '=', person.id)
      .where('revision', '=', person.revision)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new DeskError('conflict');
    if (input.name !== person.name) await renameHolders(trx, scope, [{ id: person.id, name: input.name }]);
    count++;
  }
  return count;
}
