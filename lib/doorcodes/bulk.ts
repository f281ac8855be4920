import { mayDoorcode } from '@/lib/abilities/doorcodes';
import type { Scope } from '@/lib/auth/scope';
import { pairOf } from '@/lib/devices/pair-key';
import { DeskError } from '@/lib/errors';
import type { Plan, PlannedStep } from '@/lib/jobs/plan';
import { inBuildings, type Place, readPlaces, targetAt } from '@/lib/places/data';
import { gapsOf } from '@/lib/readings/gaps';
import { parseSelectedQuery } from '@/lib/table/query';
import type { BulkSelection } from '@/lib/table/selection';
import { allDoorcodesOf, type DoorcodeRow, doorcodeLists, findDoorcodes } from './data';
import { type DoorcodeBulk, doorcodesQuery } from './schema';

export async function planDoorcodes(scope: Scope, input: DoorcodeBulk): Promise<Plan> {
  const lists = await doorcodeLists(scope);
  const [rows, places] = await Promise.all([selectDoorcodes(scope, input.selection), readPlaces(scope)]);
  const placeOf = new Map(places.map((place) => [pairOf(place), place]));
  const steps = rows.flatMap((row): PlannedStep[] => {
    const place = placeOf.get(pairOf(row));
    if (!place) return [];
    const target = { ...targetAt(place), doorcodeId: row.id, codeName: row.name };
    const { digits, fromWall, toWall, zone, state } = row;
    const doorcode = { digits, fromWall, toWall, zone, expired: state === 'expired' };
    return mayDoorcode(scope, place, 'revoke')
      ? [{ target, doorcode, verdict: 'change' }]
      : [{ target, doorcode, verdict: 'blocked', code: 'not-allowed' }];
  });
  const gaps = gapsOf(placesInDoubt(lists.places, rows, input.selection), (place) =>
    lists.readings.get(pairOf(place)),
  );
  return { kind: 'revoke-doorcodes', params: {}, steps, gaps };
}

/** With "all that match", unread lists may hold more codes. With ticked codes, only the lists of their rooms may have changed. */
function placesInDoubt(
  places: readonly Place[],
  rows: readonly DoorcodeRow[],
  selection: BulkSelection,
): Place[] {
  if (selection.all) return inBuildings(places, parseSelectedQuery(doorcodesQuery, selection.query).building);
  const rooms = new Set(rows.map((row) => row.roomKey));
  return places.filter(({ roomKey }) => rooms.has(roomKey));
}

async function selectDoorcodes(scope: Scope, selection: BulkSelection): Promise<DoorcodeRow[]> {
  if (selection.all) {
    const except = new Set(selection.except);
    const query = parseSelectedQuery(doorcodesQuery, selection.query);
    return (await allDoorcodesOf(scope, query)).filter((row) => !except.has(row.id));
  }
  const rows = await findDoorcodes(scope, selection.ids);
  if (rows.length === 0) throw new DeskError('not-found');
  return rows;
}
