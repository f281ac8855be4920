/** More than this many waiting for one turn is a flood, not a person. */
const mostWaiting = 64;

type Turn = { last: Promise<unknown>; waiting: number };

/**
 * Lets one piece of work per name run at a time in this process, the others in the order they came. Null when too many
 * wait already. Work that would wait for one lock in the database waits here instead, where it holds none of the few
 * connections that everybody else needs.
 */
export function createTurns(): <T>(name: string, work: () => Promise<T>) => Promise<T> | null {
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
