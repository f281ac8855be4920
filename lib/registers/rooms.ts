import { type SqlBool, sql } from 'kysely';
import { mayRegister, refuseRoom, seesWholeRegister } from '@/lib/abilities/registers';
import type { Scope } from '@/lib/auth/scope';
import { DeskError } from '@/lib/errors';
import { compareNames } from '@/lib/text/order-key';

export type RegisterRoom = {
  roomKey: string;
  building: string;
  unit: string;
  gid: string;
  channel: number;
};

export function registerRooms(scope: Scope): RegisterRoom[] {
  const rooms = new Map<string, RegisterRoom>();
  for (const at of scope.channels) {
    const { roomKey, buildingName, unitLabel, gid, channel } = at;
    if (rooms.has(roomKey) || !mayRegister(scope, at)) continue;
    rooms.set(roomKey, { roomKey, building: buildingName, unit: unitLabel, gid, channel });
  }
  return [...rooms.values()].sort(
    (one, other) => compareNames(one.building, other.building) || compareNames(one.unit, other.unit),
  );
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
  const keys = registerRooms(scope).map(({ roomKey }) => roomKey);
  return sql<SqlBool>`(${ours} and ${sql.ref(`${table}.room_key`)} = any(${keys}::text[]))`;
}
