import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';
import { nextRevision } from '@/lib/db/revision-fields';
import { DeskError } from '@/lib/errors';
import type { BulkSelection } from '@/lib/table/selection';
import { holderKeys, personKeys } from '@/lib/text/stored-keys';
import { keepBefore, undoChange } from '../changed-entries';
import { amongIds, buildingsOf, namesFor, requireChosen, whoFor } from '../choose-rows';
import { type Calendar, readCalendar } from '../read-calendar';
import { putBack, takeOut } from '../removed-entries';
import { type RegisterRoom, requireRoom, visibleEntries } from '../rooms';
import { inRegister } from '../run-in-register';
import { chosenPeople, type PersonRow, readPerson } from './data';
import type { PersonChange, PersonInput } from './schema';
import { whichPeople } from './selection';

export async function createPerson(scope: Scope, input: PersonInput): Promise<PersonRow> {
  const room = requireRoom(scope, input.roomKey);
  const { id } = await inRegister(scope, (trx) =>
    trx
      .insertInto('person')
      .values({ workspace_id: scope.workspaceId, ...personColumns(input, room) })
      .returning('id')
      .executeTakeFirstOrThrow(),
  );
  return reread(scope, id);
}

/** Throws `conflict` if the entry has changed since. A vanished room may stay. Returns which fields changed. */
export async function updatePerson(
  scope: Scope,
  { id, revision, ...input }: PersonChange,
): Promise<{ row: PersonRow; changed: string[] }> {
  const before = await readPerson(scope, id);
  if (!before) throw new DeskError('not-found');
  const room = input.roomKey === before.roomKey ? rememberedRoom(before) : requireRoom(scope, input.roomKey);
  await inRegister(scope, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('person')
      .set({ ...personColumns(input, room), ...nextRevision })
      .where('id', '=', id)
      .where('revision', '=', revision)
      .where(visibleEntries(scope, 'person'))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new DeskError('conflict');
    await renameHolders(trx, scope, [{ id, name: input.name }]);
  });
  const row = await reread(scope, id);
  const fields = ['name', 'email', 'phone', 'roomKey', 'movedIn', 'movedOut', 'note'] as const;
  return { row, changed: fields.filter((field) => row[field] !== before[field]) };
}

type Chosen = { count: number; names: string; who: string; buildings: string[] };

function summaryOf(people: readonly { name: string; unit: string; building: string }[]): Chosen {
  return {
    count: people.length,
    names: namesFor(people.map(({ name }) => name)),
    who: whoFor(people),
    buildings: buildingsOf(people),
  };
}

/** All or none. Keys of these people stay, with the holder's name. */
export async function removePeople(
  scope: Scope,
  { selection, expected }: { selection: BulkSelection; expected: number },
): Promise<Chosen & { batch: string }> {
  const calendar = await readCalendar(scope);
  return inRegister(scope, async (trx) => {
    const found = await choose({ trx, scope, calendar }, selection, expected);
    const batch = await takeOut(
      trx,
      scope,
      'person',
      found.map(({ id }) => id),
    );
    return { ...summaryOf(found), batch };
  });
}

export async function restorePeople(scope: Scope, batch: string): Promise<{ count: number; names: string }> {
  const names = await inRegister(scope, (trx) => putBack(trx, scope, 'person', batch));
  return { count: names.length, names: namesFor(names) };
}

/** All or none. A later move-in day stops it all. An existing move-out day is replaced. */
export async function moveOut(
  scope: Scope,
  { selection, expected, day }: { selection: BulkSelection; expected: number; day: string },
): Promise<Chosen & { batch: string }> {
  const calendar = await readCalendar(scope);
  return inRegister(scope, async (trx) => {
    const found = await choose({ trx, scope, calendar }, selection, expected);
    if (found.some(({ movedIn }) => movedIn !== null && movedIn > day)) {
      throw new DeskError('invalid-input', { day: 'people.errors.moveOutFirst' });
    }
    const batch = await keepBefore(
      trx,
      scope,
      'person',
      found.map(({ id }) => id),
    );
    await trx
      .updateTable('person')
      .set({ moved_out: day, ...nextRevision })
      .where('workspace_id', '=', scope.workspaceId)
      .where(amongIds(found))
      .execute();
    return { ...summaryOf(found), batch };
  });
}

export async function undoMoveOut(scope: Scope, batch: string): Promise<{ count: number; names: string }> {
  const names = await inRegister(scope, (trx) => undoChange(trx, scope, 'person', batch));
  return { count: names.length, names: namesFor(names) };
}

type Ground = { trx: Db; scope: Scope; calendar: Calendar };

async function choose({ trx, scope, calendar }: Ground, selection: BulkSelection, expected: number) {
  const found = await chosenPeople(trx, scope, calendar, whichPeople(selection));
  requireChosen(selection, expected, found);
  return found;
}

export function personColumns(input: PersonInput, room: Pick<RegisterRoom, 'roomKey' | 'building' | 'unit'>) {
  const words = {
    name: input.name,
    email: input.email,
    phone: input.phone,
    building_name: room.building,
    unit_label: room.unit,
    note: input.note,
  };
  return {
    ...words,
    ...personKeys(words),
    room_key: room.roomKey,
    moved_in: input.movedIn,
    moved_out: input.movedOut,
  };
}

/**
 * Keys store their holder's name, so that it outlives the person's entry. It follows changes while the entry exists, at keys that
 * this scope sees: no one changes what they do not find.
 */
export async function renameHolders(
  trx: Db,
  scope: Scope,
  people: { id: string; name: string }[],
): Promise<void> {
  for (const { id, name } of people) {
    await trx
      .updateTable('handed_key')
      .set({ holder: name, ...holderKeys(name) })
      .where(visibleEntries(scope, 'handed_key'))
      .where('person_id', '=', id)
      .execute();
  }
}

function rememberedRoom({ roomKey, building, unit }: PersonRow) {
  return { roomKey, building, unit };
}

async function reread(scope: Scope, id: string): Promise<PersonRow> {
  const row = await readPerson(scope, id);
  if (!row) throw new DeskError('not-found');
  return row;
}
