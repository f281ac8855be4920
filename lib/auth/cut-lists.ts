import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { type BuildingCapability, buildingCapabilities, type Grants } from '@/lib/db/tables/members';
import type { ScopeChannel } from '@/lib/devices/channel';
import { startOfDay } from '@/lib/devices/time-zone';
import { readZones, readZonesFrom } from '@/lib/devices/zones';
import { type Granted, mayEverywhere, mayIn, seesBuilding, seesEveryBuilding, todayOnly } from './grants';

export type Lists = { readonly channels: readonly ScopeChannel[]; readonly cameras: readonly ScopeChannel[] };
type Cut = Lists & { readonly sharedGids: ReadonlySet<string> };

type OfWorkspace = { readonly workspaceId: string };

/**
 * Every list that a person gets passes here, and one of another workspace is a fault. Lists that lose nothing stay the same
 * objects, and equal cuts of one list are one: what others keep for a list holds.
 */
export function cutLists(lists: Lists & OfWorkspace, granted: Granted & OfWorkspace): Cut {
  const { channels, cameras } = lists;
  const { grants } = granted;
  if (lists.workspaceId !== granted.workspaceId) throw new Error('these lists are of another workspace');
  if (!grants || seesEveryBuilding(granted)) return { channels, cameras, sharedGids: noGids };
  const names = JSON.stringify(
    grants.buildings.filter(({ name }) => seesBuilding(granted, name)).map(({ name }) => name),
  );
  const ofList = kept.get(channels) ?? new Map<string, Kept>();
  kept.set(channels, ofList);
  const known = ofList.get(names);
  ofList.delete(names);
  const now = known?.cameras === cameras ? known : { cameras, cut: cutNow(lists, granted) };
  ofList.set(names, now);
  if (ofList.size > keptAtMost) ofList.delete(ofList.keys().next().value ?? '');
  return now.cut;
}

type Kept = { readonly cameras: Lists['cameras']; readonly cut: Cut };

/** By the names of the buildings that are seen; the oldest use is forgotten first. */
const kept = new WeakMap<Lists['channels'], Map<string, Kept>>();
const keptAtMost = 50;

function cutNow({ channels, cameras }: Lists, granted: Granted): Cut {
  const isSeen = ({ buildingName }: ScopeChannel) => seesBuilding(granted, buildingName);
  const cut = { channels: channels.filter(isSeen), cameras: cameras.filter(isSeen) };
  if (cut.channels.length === channels.length && cut.cameras.length === cameras.length)
    return { channels, cameras, sharedGids: noGids };
  const seen = new Set([...cut.channels, ...cut.cameras].map(({ gid }) => gid));
  const others = [...channels, ...cameras].filter((one) => !isSeen(one) && seen.has(one.gid));
  return { ...cut, sharedGids: new Set(others.map(({ gid }) => gid)) };
}

const noGids: ReadonlySet<string> = new Set();

/**
 * Only the buildings where the person has this capability. Verbs and handlers that `need` one get this scope, so that what
 * they find is also what they may use.
 */
export function cutTo<S extends Granted & Cut & OfWorkspace>(scope: S, capability: BuildingCapability): S {
  const { grants } = scope;
  if (mayEverywhere(scope, capability) || !grants) return scope;
  // Also those that no door has now: events keep the building where they happened.
  const names = [
    ...new Set([
      ...namesOf(scope.channels),
      ...namesOf(scope.cameras),
      ...grants.buildings.map(({ name }) => name),
    ]),
  ];
  // Nothing is cut: what others keep for this scope and its lists holds.
  if (grants.everywhere.length === 0 && names.every((name) => mayIn(scope, name, capability))) return scope;
  const buildings = names
    .filter((name) => mayIn(scope, name, capability))
    .map((name) => ({ name, capabilities: buildingCapabilities.filter((one) => mayIn(scope, name, one)) }));
  const cut: Grants = { workspace: grants.workspace, everywhere: [], buildings };
  return { ...scope, grants: cut, ...cutAgain(scope, { ...scope, grants: cut }) };
}

/** Of 10,000 rooms, for each page. */
const namesByList = new WeakMap<Lists['channels'], readonly string[]>();

function namesOf(list: Lists['channels']): readonly string[] {
  const known = namesByList.get(list);
  if (known) return known;
  const names = [...new Set(list.map(({ buildingName }) => buildingName))];
  namesByList.set(list, names);
  return names;
}

/** Of lists that were cut before, and so no longer hold what shares a door with them. */
export function cutAgain(cut: Cut & OfWorkspace, granted: Granted & OfWorkspace): Cut {
  const lists = cutLists(cut, granted);
  return { ...lists, sharedGids: new Set([...lists.sharedGids, ...cut.sharedGids]) };
}

const noStarts: ReadonlyMap<string, Date> = new Map();

/** By the clock of each building of which only today's events may be seen. */
export async function readTodayStarts(
  workspaceId: string,
  granted: Granted,
  { channels, cameras }: Lists,
  db?: Db,
): Promise<ReadonlyMap<string, Date>> {
  const buildings = todayOnly(granted);
  if (!buildings) return noStarts;
  const zones = await (db ? readZonesFrom(db, workspaceId) : readZones(workspaceId));
  const now = databaseDate();
  const starts = new Map<string, Date>();
  for (const channel of [...channels, ...cameras]) {
    const { buildingName } = channel;
    if (!buildings(buildingName)) continue;
    const start = startOfDay(now, zones.ofChannel(channel));
    const known = starts.get(buildingName);
    // Doors of one building can have different clocks: the later start shows less.
    if (!known || known < start) starts.set(buildingName, start);
  }
  return starts;
}
