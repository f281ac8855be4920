import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { nameOptions } from '@/lib/places/building-options';
import { readDoorWords } from '@/lib/places/data';
import { type ChoiceCounts, type CountsByValue, matchChoices } from '@/lib/table/match-choices';
import { findByText } from '@/lib/text/match-one-typo';
import { compareNames } from '@/lib/text/order-key';
import { type DoorHealth, isUnread, readDoorHealth } from './data';
import type { HealthQuery } from './schema';
import { type DoorSign, doorSigns } from './sign-names';

/** All matching doors, and how many each choice of the filters shows. */
export async function loadDoors(
  scope: Scope,
  query: HealthQuery,
): Promise<{ doors: DoorHealth[]; counts: ChoiceCounts<'building' | 'sign'> }> {
  const [all, doorWords] = await Promise.all([readDoorHealth(scope), readDoorWords(scope)]);
  const sign = query.dir === 'desc' ? -1 : 1;
  const key = keyOf[query.sort];
  const found = findByText(all, query.q, (door) => [
    door.building,
    ...(doorWords.get(door.gid) ?? [door.label]),
  ]);
  const { kept, counts } = matchChoices(found, {
    building: { chosen: query.building, of: ({ building }) => [building] },
    sign: { chosen: query.sign, of: (door) => doorSigns.filter((one) => shows[one](door)) },
  });
  kept.sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null) || byName(one, other);
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareNames(`${a}`, `${b}`);
    return sign * order || byName(one, other);
  });
  return { doors: kept, counts };
}

export async function findDoors(scope: Scope, query: HealthQuery): Promise<DoorHealth[]> {
  return (await loadDoors(scope, query)).doors;
}

const keyOf: Record<HealthQuery['sort'], (door: DoorHealth) => number | string | null> = {
  rhythm: (door) => (door.judged ? Number(!door.silent) : null),
  door: (door) => door.label,
  building: (door) => door.building,
  heard: (door) => instant(door.heardAt),
  read: (door) => instant(door.lastReadAt),
  lag: (door) => door.lagMs,
  kept: (door) => (isUnread(door) ? null : door.archived),
};

const shows: Record<DoorSign, (door: DoorHealth) => boolean> = {
  silent: (door) => door.silent,
  failed: (door) => door.errorCode !== null,
  partial: (door) => door.complete === false,
  gaps: (door) => (door.gaps ?? 0) > 0,
  clock: (door) =>
    ['ahead', 'behind', 'late'].includes(door.clock.state) ||
    (door.cloudClock !== null && door.cloudClock.state !== 'agrees'),
};

function instant(at: string | null): number | null {
  return at === null ? null : Date.parse(at);
}

function byName(one: DoorHealth, other: DoorHealth): number {
  return (
    compareNames(one.building, other.building) ||
    compareNames(one.label, other.label) ||
    compareNames(one.gid, other.gid)
  );
}

/** The buildings of all doors, as the filter offers them. */
export function doorBuildings(scope: Scope, counts: CountsByValue) {
  const names = new Set(devicesOf(scope).map(({ buildingName }) => buildingName));
  return nameOptions([...names], counts).sort((one, other) => compareNames(one.label, other.label));
}
