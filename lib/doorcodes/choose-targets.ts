import type { Lock } from '@/lib/doordeer/words';

/** One code to ask for: a channel at a door, and the locks that it opens there. */
export type CodeTarget = {
  gid: string;
  channel: number;
  door: string;
  building: string;
  unit: string;
  zone: string;
  locks: Lock[];
  /** It stands for more rooms than the one it is kept under. */
  severalRooms?: boolean;
};

/**
 * One code for each door instead of one for each room at it: the code of the lowest channel among those chosen, which is
 * the room that it is kept under. Where that channel lacks a lock that another one opens, the next lowest that has it
 * gets a code too, so that nothing is left closed.
 */
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
