/** More than this many of one name is a flood, not a person. */
const flood = 64;

type Turn = { last: Promise<unknown>; waiting: number };

/**
 * Runs one piece of work per name at a time in this process, in order. Returns null when too many wait. Work that would
 * wait for a database lock waits here, where it holds no connection.
 */
export function createTurns({
  mostWaiting = flood,
}: {
  mostWaiting?: number;
} = {}): <T>(name: string, work: () => Promise<T>) => Promise<T> | null {
  const turns = new Map<string, Turn>();
  return (name, work) => {
    const turn = turns.get(name) ?? { last: Promise.resolve(), waiting: 0 };
    if (turn.waiting >= mostWaiting) return null;
    turn.waiting += 1;
    turns.set(name, turn);
    const mine = turn.last.then(work).finally(() => {
      turn.waiting -= 1;
      if (turn.waiting === 0) turns.delete(name);
    });
    turn.last = mine.catch(() => {});
    return mine;
  };
}
