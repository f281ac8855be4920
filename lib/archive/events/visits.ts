/**
 * Visits: what belongs together of one door's events. Somebody rings, perhaps is answered, and the door is opened.
 *
 * - A visit ends with an unlock (types 2, 3, 4, 5) and has at least one call (0). A lone unlock is no visit.
 * - A call belongs to the first unlock after it at its door, no more than 120 seconds later.
 * - An answer (1) belongs to the first unlock after it, if a call of that visit stands before it; it may be missing.
 * - Two events that both name a room must name the same one; one that names none goes with any. When the unlock names
 *   none, the last call before it decides, and what names another room is left out.
 * - An event whose time makes no sense belongs to no visit.
 *
 * Whether an event belongs to a visit thus hangs on events at most two windows away, however long the history is: a
 * page looks a little beyond its edges and never at everything.
 */
export type VisitEvent = {
  id: string;
  gid: string;
  channel: number | null;
  type: number;
  /** ISO; null when the door's clock made no sense. */
  at: string | null;
};

export const visitMs = 120_000;

const isUnlock = ({ type }: VisitEvent) => type >= 2 && type <= 5;
const agree = (one: VisitEvent, other: VisitEvent) =>
  one.channel === null || other.channel === null || one.channel === other.channel;
const momentOf = ({ at }: VisitEvent) => (at === null ? Number.NaN : Date.parse(at));

/** The visits among events that are given newest first; each as its events, newest first, the unlock leading. */
export function findVisits<E extends VisitEvent>(events: readonly E[]): E[][] {
  const byDoor = new Map<string, E[]>();
  for (const event of events.toReversed()) {
    if (event.at === null || !(event.type === 0 || event.type === 1 || isUnlock(event))) continue;
    byDoor.set(event.gid, [...(byDoor.get(event.gid) ?? []), event]);
  }
  return [...byDoor.values()].flatMap(visitsOfDoor);
}

/** Of one door, oldest first. */
function visitsOfDoor<E extends VisitEvent>(events: E[]): E[][] {
  const visits: E[][] = [];
  let waiting: E[] = [];
  for (const event of events) {
    waiting = waiting.filter((one) => momentOf(event) - momentOf(one) <= visitMs);
    if (!isUnlock(event)) {
      waiting.push(event);
      continue;
    }
    const mine = waiting.filter((one) => agree(one, event));
    waiting = waiting.filter((one) => !agree(one, event));
    const visit = membersOf(mine, event);
    if (visit) visits.push(visit.reverse());
  }
  return visits;
}

function membersOf<E extends VisitEvent>(before: E[], unlock: E): E[] | null {
  const call = before.findLast(({ type, channel }) => type === 0 && channel !== null);
  const ofRoom = unlock.channel === null && call ? before.filter((one) => agree(one, call)) : before;
  const first = ofRoom.findIndex(({ type }) => type === 0);
  return first < 0 ? null : [...ofRoom.slice(first), unlock];
}

export type Grouped<E> = E & {
  /** The other events of the visit that this unlock ends, newest first. */ visit?: E[];
};

/**
 * A page's rows with each visit as one, where its unlock is. `newer` and `older` are what stands beyond the page's
 * edges: a visit that ends above the page was shown there, one that begins below it is shown whole here.
 */
export function groupVisits<E extends VisitEvent>(
  rows: readonly E[],
  beyond: { newer: readonly E[]; older: readonly E[] } = { newer: [], older: [] },
): Grouped<E>[] {
  const inside = new Map<string, E[]>();
  const hidden = new Set<string>();
  for (const [unlock, ...others] of findVisits([...beyond.newer, ...rows, ...beyond.older])) {
    if (!unlock) continue;
    inside.set(unlock.id, others);
    for (const { id } of others) hidden.add(id);
  }
  return rows
    .filter(({ id }) => !hidden.has(id))
    .map((row) => {
      const visit = inside.get(row.id);
      return visit ? { ...row, visit } : row;
    });
}
