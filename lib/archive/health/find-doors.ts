import { devicesOf, type Scope } from '@/lib/auth/scope';
import { readDoorWords } from '@/lib/places/data';
import { nameInAddress } from '@/lib/table/name-in-address';
import { findByText } from '@/lib/text/match-one-typo';
import { compareNames } from '@/lib/text/order-key';
import { type DoorHealth, isUnread, readDoorHealth } from './data';
import type { HealthQuery } from './schema';
import type { DoorSign } from './sign-names';

export async function findDoors(scope: Scope, query: HealthQuery): Promise<DoorHealth[]> {
  const [doors, doorWords] = await Promise.all([readDoorHealth(scope), readDoorWords(scope)]);
  const sign = query.dir === 'desc' ? -1 : 1;
  const key = keyOf[query.sort];
  return findByText(doors, query.q, (door) => [door.building, ...(doorWords.get(door.gid) ?? [door.label])])
    .filter(
      (door) =>
        (query.building.length === 0 || query.building.includes(door.building)) &&
        (query.sign.length === 0 || query.sign.some((one) => shows[one](door))),
    )
    .sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      if (a === null || b === null) return Number(a === null) - Number(b === null) || byName(one, other);
      const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareNames(`${a}`, `${b}`);
      return sign * order || byName(one, other);
    });
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
  partial: (door) => !door.complete,
  gaps: (door) => door.gaps > 0,
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

export function doorBuildings(scope: Scope): { value: string; label: string; count: number }[] {
  return [...Map.groupBy(devicesOf(scope), ({ buildingName }) => buildingName)]
    .map(([name, devices]) => ({
      value: nameInAddress(name),
      label: name || '—',
      count: new Set(devices.map(({ gid }) => gid)).size,
    }))
    .sort((one, other) => compareNames(one.label, other.label));
}
