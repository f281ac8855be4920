import { sql } from 'kysely';
import { seesWholeRegister } from '@/lib/abilities/registers';
import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';
import { nextRevision } from '@/lib/db/revision-fields';
import { DeskError } from '@/lib/errors';
import type { BulkSelection } from '@/lib/table/selection';
import { handedKeyKeys } from '@/lib/text/stored-keys';
import { keepBefore, undoChange } from '../changed-entries';
import { amongIds, buildingsOf, namesFor, requireChosen, whoFor } from '../choose-rows';
import { readPerson } from '../people/data';
import { putBack, takeOut } from '../removed-entries';
import { requireRoom, visibleEntries } from '../rooms';
import { inRegister } from '../run-in-register';
import { chosenKeys, type KeyRow, readKey } from './data';
import type { KeyChange, KeyInput } from './schema';
import { whichKeys } from './selection';

type Room = { roomKey: string | null; building: string; unit: string };
const noRoom: Room = { roomKey: null, building: '', unit: '' };

export async function createKey(scope: Scope, input: KeyInput): Promise<KeyRow> {
  const columns = await keyColumns(scope, input, null);
  const id = await inRegister(scope, async (trx) => {
    const row = await trx
      .insertInto('handed_key')
      .values({ workspace_id: scope.workspaceId, ...columns })
      .returning('id')
      .executeTakeFirstOrThrow();
    await refuseTwice(trx, scope, [row]);
    return row.id;
  });
  return reread(scope, id);
}

/** Throws `conflict` if the entry has changed since the browser saw it. Returns which fields changed. */
export async function updateKey(
  scope: Scope,
  { id, revision, ...input }: KeyChange,
): Promise<{ row: KeyRow; changed: string[] }> {
  const before = await readKey(scope, id);
  if (!before) throw new DeskError('not-found');
  const columns = await keyColumns(scope, input, before);
  await inRegister(scope, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('handed_key')
      .set({ ...columns, ...nextRevision })
      .where('id', '=', id)
      .where('revision', '=', revision)
      .where('workspace_id', '=', scope.workspaceId)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new DeskError('conflict');
    const { state, kind, number } = before;
    const isSame = state === 'handed-out' && kind === input.kind && number === input.number;
    if (!isSame) await refuseTwice(trx, scope, [{ id }]);
  });
  const row = await reread(scope, id);
  const fields = [
    'kind',
    'number',
    'label',
    'holder',
    'roomKey',
    'state',
    'handedOn',
    'endedOn',
    'note',
  ] as const;
  const changed: string[] = fields.filter((field) => row[field] !== before[field]);
  if (JSON.stringify(row.deposit) !== JSON.stringify(before.deposit)) changed.push('deposit');
  return { row, changed };
}

export async function removeKeys(
  scope: Scope,
  { selection, expected }: { selection: BulkSelection; expected: number },
): Promise<{ count: number; names: string; who: string; batch: string; buildings: string[] }> {
  return inRegister(scope, async (trx) => {
    const found = await choose(trx, scope, selection, expected);
    const batch = await takeOut(
      trx,
      scope,
      'handed_key',
      found.map(({ id }) => id),
    );
    return {
      count: found.length,
      names: namesFor(found.map(({ name }) => name)),
      who: holdersOf(found),
      batch,
      buildings: buildingsOf(found),
    };
  });
}

export async function restoreKeys(scope: Scope, batch: string): Promise<{ count: number; names: string }> {
  const names = await inRegister(scope, async (trx) => {
    const { rows } = await sql<{ id: string }>`
      select entry ->> 'id' as id from removed_entry
      where workspace_id = ${scope.workspaceId} and batch = ${batch}`.execute(trx);
    const back = await putBack(trx, scope, 'handed_key', batch);
    await refuseTwice(trx, scope, rows);
    return back;
  });
  return { count: names.length, names: namesFor(names) };
}

/** Leaves keys that are not out. A key handed out after `day` stops it all. `batch` undoes it; null if nothing changed. */
export async function endKeys(
  scope: Scope,
  state: 'returned' | 'lost',
  { selection, expected, day }: { selection: BulkSelection; expected: number; day: string },
): Promise<{
  count: number;
  already: number;
  names: string;
  who: string;
  batch: string | null;
  buildings: string[];
}> {
  return inRegister(scope, async (trx) => {
    const found = await choose(trx, scope, selection, expected);
    // A lost key can still turn up.
    const due = found.filter(
      (key) => key.state === 'handed-out' || (state === 'returned' && key.state === 'lost'),
    );
    if (due.some(({ handedOn }) => handedOn > day)) {
      throw new DeskError('invalid-input', { day: 'keys.errors.endedFirst' });
    }
    const names = namesFor(due.map(({ name }) => name));
    const counts = {
      ...{ count: due.length, already: found.length - due.length, names, who: holdersOf(due) },
      buildings: buildingsOf(found),
    };
    if (due.length === 0) return { ...counts, batch: null };
    const batch = await keepBefore(
      trx,
      scope,
      'handed_key',
      due.map(({ id }) => id),
    );
    await trx
      .updateTable('handed_key')
      .set({ state, ended_on: day, ...nextRevision })
      .where('workspace_id', '=', scope.workspaceId)
      .where(amongIds(due))
      .execute();
    return { ...counts, batch };
  });
}

export async function undoEndKeys(scope: Scope, batch: string): Promise<{ count: number; names: string }> {
  const names = await inRegister(scope, async (trx) => {
    const { rows } = await sql<{ id: string }>`
      select entry_id as id from changed_entry
      where workspace_id = ${scope.workspaceId} and batch = ${batch}`.execute(trx);
    const back = await undoChange(trx, scope, 'handed_key', batch);
    await refuseTwice(trx, scope, rows);
    return back;
  });
  return { count: names.length, names: namesFor(names) };
}

function holdersOf(keys: readonly { holder: string; unit: string }[]): string {
  return whoFor(keys.map(({ holder, unit }) => ({ name: holder, unit })));
}

async function choose(trx: Db, scope: Scope, selection: BulkSelection, expected: number) {
  const found = await chosenKeys(trx, scope, whichKeys(selection));
  requireChosen(selection, expected, found);
  return found;
}

async function keyColumns(scope: Scope, input: KeyInput, before: KeyRow | null) {
  const room = roomFor(scope, input.roomKey, before);
  const holder = await holderFor(scope, input, before);
  const words = {
    number: input.number,
    label: input.label,
    holder: holder.name,
    building_name: room.building,
    unit_label: room.unit,
    note: input.note,
  };
  return {
    ...words,
    ...handedKeyKeys(words),
    kind: input.kind,
    person_id: holder.personId,
    room_key: room.roomKey,
    state: input.state,
    handed_on: input.handedOn,
    ended_on: input.endedOn,
    deposit_minor: input.deposit?.minor ?? null,
    deposit_currency: input.deposit?.currency ?? null,
  };
}

/** A vanished room may stay. A landlord must name one of their rooms, or the entry would be visible to no landlord. */
function roomFor(scope: Scope, roomKey: string | null, before: KeyRow | null): Room {
  if (before && roomKey === before.roomKey) return before;
  if (roomKey !== null) return requireRoom(scope, roomKey);
  if (!seesWholeRegister(scope)) throw new DeskError('invalid-input', { roomKey: 'required' });
  return noRoom;
}

async function holderFor(
  scope: Scope,
  { personId, holder }: KeyInput,
  before: KeyRow | null,
): Promise<{ name: string; personId: string | null }> {
  if (personId === null) return { name: holder, personId: null };
  const person = await readPerson(scope, personId);
  if (person) return { name: person.name, personId };
  // The holder is a person of another building, whom this scope does not see. They stay.
  if (before && before.personId === personId) return { name: before.holder, personId };
  throw new DeskError('not-found', { personId: 'badChoice' });
}

/**
 * One of these cards or fobs is handed out already. An entry that this person does not see must not reserve its number. The
 * lock of the register is held, so this needs no unique index.
 */
async function refuseTwice(trx: Db, scope: Scope, written: readonly { id: string }[]): Promise<void> {
  const { rows } = await sql`
    select from handed_key as written
    join handed_key on handed_key.workspace_id = written.workspace_id and handed_key.id <> written.id
      and handed_key.kind = written.kind and handed_key.number_folded = written.number_folded
    where written.workspace_id = ${scope.workspaceId} and written.id = any(${written.map(({ id }) => id)}::uuid[])
      and written.state = 'handed-out' and written.number_folded <> ''
      and handed_key.state = 'handed-out' and handed_key.number_folded <> ''
      and ${visibleEntries(scope, 'handed_key')}
    limit 1`.execute(trx);
  if (rows.length > 0) throw new DeskError('invalid-input', { number: 'keys.errors.numberOut' });
}

async function reread(scope: Scope, id: string): Promise<KeyRow> {
  const row = await readKey(scope, id);
  if (!row) throw new DeskError('not-found');
  return row;
}
