import { mayShare } from '@/lib/abilities/shares';
import type { Scope } from '@/lib/auth/scope';
import { pairOf } from '@/lib/devices/pair-key';
import { DeskError } from '@/lib/errors';
import type { Plan, PlannedStep } from '@/lib/jobs/plan';
import { routePlan } from '@/lib/jobs/route-plan';
import {
  type DoorWords,
  inBuildings,
  type Place,
  readDoorWords,
  readPlaces,
  targetAt,
} from '@/lib/places/data';
import { gapsOf } from '@/lib/readings/gaps';
import type { ChannelRef } from '@/lib/readings/outcome';
import { parseSelectedQuery } from '@/lib/table/query';
import type { BulkSelection } from '@/lib/table/selection';
import { filterShares, loadShares, type ShareRow } from './data';
import { type ShareBulk, sharesQuery } from './schema';

export async function planShares(scope: Scope, input: ShareBulk): Promise<Plan> {
  const [{ rows, places: seen, readings }, places, doorWords] = await Promise.all([
    loadShares(scope),
    readPlaces(scope),
    readDoorWords(scope),
  ]);
  const placeOf = new Map(places.map((place) => [pairOf(place), place]));
  const chosen = selectShares(rows, input.selection, doorWords);
  const only = input.only && new Set(input.only.map((door) => shareKey(door, door.account ?? '')));
  const steps = chosen.flatMap((row) =>
    row.doors.flatMap((door): PlannedStep[] => {
      const place = placeOf.get(pairOf(door));
      if (!place || (only && !only.has(shareKey(door, row.account)))) return [];
      const target = { ...targetAt(place), account: row.account };
      return mayShare(scope, place, 'remove')
        ? [{ target, verdict: 'change' }]
        : [{ target, verdict: 'blocked', code: 'not-allowed' }];
    }),
  );
  const gaps = gapsOf(placesInDoubt(seen, chosen, input.selection), (place) => readings.get(pairOf(place)));
  return routePlan(scope, { kind: 'revoke-shares', params: {}, steps, gaps }, input.via);
}

function shareKey(door: ChannelRef, account: string): string {
  return `${pairOf(door)} ${account.toLowerCase()}`;
}

/** With "all that match", unread lists may hold more shares. With ticked rows, only the lists of their rooms may have changed. */
function placesInDoubt(
  seen: readonly Place[],
  chosen: readonly ShareRow[],
  selection: BulkSelection,
): Place[] {
  if (selection.all) return inBuildings(seen, parseSelectedQuery(sharesQuery, selection.query).building);
  const rooms = new Set(chosen.map((row) => row.roomKey));
  return seen.filter(({ roomKey }) => rooms.has(roomKey));
}

/** `not-found` only if none of the ids is known: a share that has just ended must not stop the others' revocation. */
function selectShares(rows: ShareRow[], selection: BulkSelection, doorWords: DoorWords): ShareRow[] {
  if (selection.all) {
    const except = new Set(selection.except);
    const query = parseSelectedQuery(sharesQuery, selection.query);
    return filterShares(rows, query, doorWords).filter((row) => !except.has(row.id));
  }
  const ids = new Set(selection.ids);
  const chosen = rows.filter((row) => ids.has(row.id));
  if (chosen.length === 0) throw new DeskError('not-found');
  return chosen;
}
