import { afterEach, beforeEach, vi } from 'vitest';

/** Real: a turn of the event loop, in which sockets are read and written. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** After `stop`, time passes only by `pass`, the pauses of `node:timers/promises` included. Sockets stay real. */
export function useFakeTime() {
  let isOver = false;
  beforeEach(() => {
    isOver = false;
  });
  afterEach(() => {
    isOver = true;
    vi.useRealTimers();
  });
  /** Vitest does not stop a test whose time is over, so its loops end here. */
  const nextTurn = async () => {
    await turn();
    if (isOver) throw new Error('the test is over');
  };
  const pass = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
  };
  return {
    stop() {
      vi.useFakeTimers({
        toFake: ['setTimeout', 'clearTimeout', 'performance'],
        fakeNodeBuiltins: true,
      });
    },
    pass,
    /** Lets sockets work, and time stand, until it holds. */
    async until(holds: () => boolean | Promise<boolean>): Promise<void> {
      while (!(await holds())) await nextTurn();
    },
    /** Lets time pass in steps while `mayPass` holds, until the promise is settled. */
    async passUntil<T>(promise: Promise<T>, mayPass: () => boolean, stepMs = 10): Promise<T> {
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      promise.then(settle, settle);
      while (!isSettled) {
        await nextTurn();
        if (!isSettled && mayPass()) await pass(stepMs);
      }
      return promise;
    },
  };
}
