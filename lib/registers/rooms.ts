import { type SqlBool, sql } from 'kysely';
import { mayRegister, refuseRoom, seesWholeRegister } from '@/lib/abilities/registers';
import type { Scope } from '@/lib/auth/scope';
import type { ScopeChannel } from '@/lib/devices/channel';
import { DeskError } from '@/lib/errors';
import { compareNames } from '@/lib/text/order-key';

export type RegisterRoom = {
  roomKey: string;
  building: string;
  unit: string;
  gid: string;
  channel: number;
};

/** Rooms whose entries this person may see, at the first of their doors where they may, in the order of their names. */
export function registerRooms(scope: Scope): readonly RegisterRoom[] {
  const known = ofScope.get(scope);
  if (known) return known;
  const may = mayOf(scope);
  const rooms = inOrder(scope.channels).flatMap((doors): RegisterRoom[] => {
    const at = doors.find(may);
    if (!at) return [];
    const { roomKey, buildingName, unitLabel, gid, channel } = at;
    return [{ roomKey, building: buildingName, unit: unitLabel, gid, channel }];
  });
  ofScope.set(scope, rooms);
  return rooms;
}

/** A manager's right depends on the building only, so it is asked once for each. */
function mayOf(scope: Scope): (door: ScopeChannel) => boolean {
  if (scope.role !== 'manager' || scope.isMerged) return (door) => mayRegister(scope, door);
  const known = new Map<string, boolean>();
  return (door) => {
    const found = known.get(door.buildingName) ?? mayRegister(scope, door);
    known.set(door.buildingName, found);
    return found;
  };
}

/** A page asks several times, of up to 10,000 rooms. */
const ofScope = new WeakMap<Scope, readonly RegisterRoom[]>();
/** Sorting them takes longer than all else, and a list stays the same for minutes. */
const ofList = new WeakMap<Scope['channels'], readonly ScopeChannel[][]>();

function inOrder(channels: Scope['channels']): readonly ScopeChannel[][] {
  const known = ofList.get(channels);
  if (known) return known;
  const rooms = [...Map.groupBy(channels, ({ roomKey }) => roomKey).values()].sort(
    ([one], [other]) =>
      compareNames(one?.buildingName ?? '', other?.buildingName ?? '') ||
      compareNames(one?.unitLabel ?? '', other?.unitLabel ?? ''),
  );
  ofList.set(channels, rooms);
  return rooms;
}

/** What a form needs to know of these rooms. */
export function roomChoices(scope: Scope): Pick<RegisterRoom, 'roomKey' | 'building' | 'unit'>[] {
  return registerRooms(scope).map(({ roomKey, building, unit }) => ({ roomKey, building, unit }));
}

/** Throws the refusal of `refuseRoom` for the room field. */
export function requireRoom(scope: Scope, roomKey: string): RegisterRoom {
  const refusal = refuseRoom(scope, roomKey);
  const room = refusal ? undefined : registerRooms(scope).find((one) => one.roomKey === roomKey);
  if (!room) throw new DeskError(refusal ?? 'not-found', { roomKey: 'noSuchRoom' });
  return room;
}

/** A manager sees all. Others see only rooms that are theirs now: after a sale, its tenants disappear from view. */
export function visibleEntries(scope: Scope, table: 'person' | 'handed_key') {
  const ours = sql<SqlBool>`${sql.ref(`${table}.workspace_id`)} = ${scope.workspaceId}`;
  if (seesWholeRegister(scope)) return ours;
  const [room, building] = [sql.ref(`${table}.room_key`), sql.ref(`${table}.building_name`)];
  // All rooms of a building: the database has them, and there may be 10,000.
  if (scope.role === 'manager' && !scope.isMerged)
    return sql<SqlBool>`(${ours} and ${building} = any(${buildingsOf(scope)}::text[]) and exists (
      select from room_channel as listed where listed.workspace_id = ${scope.workspaceId} and listed.present
        and listed.room_key = ${room} and listed.building_name = ${building}))`;
  const keys = registerRooms(scope).map(({ roomKey }) => roomKey);
  return sql<SqlBool>`(${ours} and ${room} = any(${keys}::text[]))`;
}

function buildingsOf(scope: Scope): string[] {
  const known = buildingsOfScope.get(scope);
  if (known) return known;
  const names = new Set<string>();
  for (const { building } of registerRooms(scope)) names.add(building);
  const found = [...names];
  buildingsOfScope.set(scope, found);
  return found;
}

const buildingsOfScope = new WeakMap<Scope, string[]>();
