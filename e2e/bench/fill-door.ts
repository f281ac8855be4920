import type { Door } from '@/lib/simulator/world/model';

/** One event about every minute, some identical, by 300 people and 20 codes. */
export function fillDoor(door: Door, count: number): void {
  const newest = Date.now() - 60_000;
  for (let n = 0; n < count; n++) {
    const at = newest - (count - n) * 60_000 - (n % 7 === 0 ? 60_000 : 0);
    const named = [{}, { account: `person${n % 300}@example.test` }, { codeName: `Cleaning ${n % 20}` }][
      n % 3
    ];
    door.events.add({ at, type: n % 6, channel: (n % 40) + 1, ...named });
  }
}
