import type { Lock } from '@/lib/doordeer/words';

export type CodeTarget = {
  gid: string;
  channel: number;
  door: string;
  building: string;
  unit: string;
  zone: string;
  locks: Lock[];
  /** The code is for more rooms than the one it is stored under. */
  severalRooms?: boolean;
};

/** One code per door, under the lowest chosen channel. A lock missing there gets a code of the next channel that has it. */
export function oneCodePerDoor<T extends CodeTarget>(targets: readonly T[]): T[] {
  const doors = [...Map.groupBy(targets, ({ gid }) => gid).values()];
  return doors.flatMap((rooms) => {
    const severalRooms = new Set(rooms.map(({ channel }) => channel)).size > 1;
    const opened = new Set<string>();
    return rooms
      .toSorted((one, other) => one.channel - other.channel)
      .flatMap((target) => {
        const locks = target.locks.filter(({ id }) => !opened.has(id));
        for (const { id } of locks) opened.add(id);
        return locks.length > 0 ? [{ ...target, locks, severalRooms }] : [];
      });
  });
}
