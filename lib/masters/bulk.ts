import { mayMaster } from '@/lib/abilities/masters';
import type { Scope } from '@/lib/auth/scope';
import { isSameAccount } from '@/lib/changes/read-back';
import type { JobKind } from '@/lib/db/tables/jobs';
import { pairOf } from '@/lib/devices/pair-key';
import { DeskError } from '@/lib/errors';
import type { Plan, PlannedStep } from '@/lib/jobs/plan';
import { routePlan } from '@/lib/jobs/route-plan';
import { type DoorWords, type Place, readDoorWords, readPlaces, targetAt } from '@/lib/places/data';
import { isOld } from '@/lib/readings/age';
import type { Gaps } from '@/lib/readings/gaps';
import { parseSelectedQuery } from '@/lib/table/query';
import type { BulkSelection } from '@/lib/table/selection';
import { filterMasters, loadMasters, type MasterDoor, type MasterRow, masterGaps } from './data';
import { type MasterBulk, mastersQuery } from './schema';

const kinds: Record<MasterBulk['action'], JobKind> = {
  assign: 'assign-masters',
  replace: 'replace-masters',
  remove: 'remove-masters',
};

/** Goes by the last readings. What is unknown or old counts as a change, because the step looks again first. */
export async function planMasters(scope: Scope, input: MasterBulk): Promise<Plan> {
  const [rows, places, doorWords] = await Promise.all([
    loadMasters(scope),
    readPlaces(scope),
    readDoorWords(scope),
  ]);
  const placeOf = new Map(places.map((place) => [pairOf(place), place]));
  const chosen = selectMasters(rows, input.selection, doorWords);
  const only = input.only && new Map(input.only.map((door) => [pairOf(door), door]));
  const steps = chosen.flatMap((row) =>
    row.doors.flatMap((door) => {
      const place = placeOf.get(pairOf(door));
      const asked = only?.get(pairOf(door));
      return place && (asked || !only) ? [planDoor(scope, input, place, door, asked?.account)] : [];
    }),
  );
  const params = input.action === 'remove' || !input.master ? {} : { master: input.master };
  const plan = { kind: kinds[input.action], params, steps, gaps: plannedGaps(rows, chosen, input.selection) };
  return routePlan(scope, plan, input.via);
}

function planDoor(
  scope: Scope,
  input: MasterBulk,
  place: Place,
  door: MasterDoor,
  expected?: string,
): PlannedStep {
  const account = door.master ?? expected;
  const target = { ...targetAt(place), ...(account ? { account } : {}) };
  if (!mayMaster(scope, place, input.action)) {
    return { target, verdict: 'blocked', code: 'not-allowed' };
  }
  if (expected && door.master && !isSameAccount(door.master, expected)) {
    return { target, verdict: 'blocked', code: 'conflict' };
  }
  if (door.state !== 'ok' || door.readAt === null || isOld(door.readAt)) return { target, verdict: 'change' };
  if (input.action === 'remove') return { target, verdict: door.master ? 'change' : 'already' };
  if (door.master && isSameAccount(door.master, input.master ?? '')) return { target, verdict: 'already' };
  if (input.action === 'assign' && door.master) return { target, verdict: 'blocked', code: 'conflict' };
  return { target, verdict: 'change' };
}

/** With "all that match", unread rooms may be missing, so the gaps cover all rooms of their buildings. */
function plannedGaps(rows: MasterRow[], chosen: MasterRow[], selection: BulkSelection): Gaps {
  if (!selection.all) return masterGaps(chosen);
  return masterGaps(rows, parseSelectedQuery(mastersQuery, selection.query).building);
}

/** An id that is not one of this account's rows is "not found". */
function selectMasters(rows: MasterRow[], selection: BulkSelection, doorWords: DoorWords): MasterRow[] {
  if (selection.all) {
    const except = new Set(selection.except);
    const query = parseSelectedQuery(mastersQuery, selection.query);
    return filterMasters(rows, query, doorWords).filter((row) => !except.has(row.roomKey));
  }
  const ids = new Set(selection.ids);
  const chosen = rows.filter((row) => ids.has(row.roomKey));
  if (chosen.length !== ids.size) throw new DeskError('not-found');
  return chosen;
}
