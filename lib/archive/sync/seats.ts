type Seats = { taken: number; queue: (() => void)[] };

// Pages and the feeder are bundled apart and share one pool of connections. On globalThis: see lib/db/client.ts.
const slot = Symbol.for('doordesk.archive.seats');
const shared = globalThis as { [slot]?: Seats };

/** Doors that one process reads at the same time, whoever asks: each needs a connection to the database now and then. */
const seatsInAll = 8;

/** Runs `work` when one of this process's seats is free. */
export async function seated<T>(work: () => Promise<T>): Promise<T> {
  shared[slot] ??= { taken: 0, queue: [] };
  const seats = shared[slot];
  if (seats.taken >= seatsInAll) await new Promise<void>((resolve) => seats.queue.push(resolve));
  else seats.taken += 1;
  try {
    return await work();
  } finally {
    const next = seats.queue.shift();
    if (next) next();
    else seats.taken -= 1;
  }
}
