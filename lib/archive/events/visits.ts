/**
 * Visits: events of one door that belong together. A person rings, perhaps is answered, and the door opens.
 * - A visit ends with an unlock (types 2, 3, 4, 5) and has at least one call (0).
 * - A call belongs to the first unlock after it at its door, within 120 seconds.
 * - An answer (1) belongs to the first unlock after it, if a call of that visit came before it. It may be missing.
 * - Two events that name different rooms are not one visit. If the unlock names no room, the room of the last call counts.
 * - An event with an impossible time belongs to no visit.
 * So a page needs only the events of two windows (`visitMs`) beyond its edges.
 */
export type VisitEvent = {
  id: string;
  gid: string;
  channel: number | null;
  type: number;
  at: string | null;
};

export const visitMs = 120_000;

const isUnlock = ({ type }: VisitEvent) => type >= 2 && type <= 5;
const agree = (one: VisitEvent, other: VisitEvent) =>
  one.channel === null || other.channel === null || one.channel === other.channel;
const momentOf = ({ at }: VisitEvent) => (at === null ? Number.NaN : Date.parse(at));

export function findVisits<E extends VisitEvent>(events: readonly E[]): E[][] {
  const byDoor = new Map<string, E[]>();
  for (const event of events.toReversed()) {
    if (event.at === null || !(event.type === 0 || event.type === 1 || isUnlock(event))) continue;
    byDoor.set(event.gid, [...(byDoor.get(event.gid) ?? []), event]);
  }
  return [...byDoor.values()].flatMap(visitsOfDoor);
}

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
  /** The other events of the visit that this unlock ends, newest first. */
  visit?: E[];
};

/** The rows of a page, a visit as one row. `newer`, `older`: events beyond its edges, so no visit is cut or repeated. */
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
