import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Settings, settingsSchema } from './settings';

const effects = z.discriminatedUnion('effect', [
  /** Waits, then acts and answers as usual. */
  z.strictObject({ effect: z.literal('latency'), ms: z.int().min(0).max(600_000) }),
  /** Acts, then delays the answer: the work is done when the client times out. */
  z.strictObject({ effect: z.literal('late-answer'), ms: z.int().min(0).max(600_000) }),
  /** The connection breaks and nothing was done. */
  z.strictObject({ effect: z.literal('drop-before') }),
  /** The connection breaks after the call has acted: the answer is lost. */
  z.strictObject({ effect: z.literal('drop-after') }),
  /** A plain HTTP error. `acted`: the work was done all the same. */
  z.strictObject({
    effect: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfterSeconds: z.number().min(0).optional(),
    acted: z.boolean().optional(),
  }),
  z.strictObject({ effect: z.literal('garbage') }),
  z.strictObject({ effect: z.literal('wrong-key') }),
  /** The first half of the text, as if it were complete. */
  z.strictObject({ effect: z.literal('half') }),
  /** The first half of the text, then the connection breaks. */
  z.strictObject({ effect: z.literal('cut') }),
  z.strictObject({ effect: z.literal('plain') }),
  /** An HTML page, as a proxy on the way could send. */
  z.strictObject({ effect: z.literal('html') }),
  /** Does nothing and answers this, encrypted: any result code or shape. */
  z.strictObject({ effect: z.literal('answer'), json: z.unknown() }),
]);

const aim = z.object({
  /** A call's path, such as `GetMainer`; left out: all calls. */
  call: z.string().optional(),
  account: z.string().optional(),
  gid: z.string().optional(),
  channel: z.int().optional(),
  /** How many calls it hits; left out: 1; null: all, until it is cleared. */
  times: z.int().min(1).nullable().optional(),
  /** How many matching calls pass first. */
  skip: z.int().min(0).optional(),
});

export type Effect = z.infer<typeof effects>;
export type Aim = z.infer<typeof aim>;
export type Fault = Effect & Aim;

export function parseFault(input: unknown): Fault {
  const given = z.record(z.string(), z.unknown()).parse(input);
  const aimKeys = Object.keys(aim.shape);
  const split = (mine: boolean) =>
    Object.fromEntries(Object.entries(given).filter(([key]) => aimKeys.includes(key) === mine));
  return { ...effects.parse(split(false)), ...aim.parse(split(true)) };
}

export type Target = { call: string; account: string; gid: string; channel: number | null };

export class Faults {
  #settings: Settings;
  #queue: { fault: Fault; left: number | null; skip: number }[] = [];
  #cleared = new AbortController();

  constructor(private readonly baseline: Settings) {
    this.#settings = { ...baseline };
  }

  get settings(): Readonly<Settings> {
    return this.#settings;
  }

  set(change: Partial<Settings>): void {
    this.#settings = settingsSchema.parse({ ...this.#settings, ...change });
  }

  next(fault: Fault): void {
    const left = fault.times === undefined ? 1 : fault.times;
    this.#queue.push({ fault: parseFault(fault), left, skip: fault.skip ?? 0 });
  }

  pending(): { fault: Fault; left: number | null }[] {
    return this.#queue.map(({ fault, left }) => ({ fault, left }));
  }

  /** Removes all faults and restores the first settings. Delayed calls continue at once. */
  clear(): void {
    this.#queue = [];
    this.#settings = { ...this.baseline };
    this.#cleared.abort();
    this.#cleared = new AbortController();
  }

  async hold(ms: number): Promise<void> {
    // `ref: false`: a waiting call must not keep a finished process alive.
    await sleep(ms, undefined, { signal: this.#cleared.signal, ref: false }).catch(() => {});
  }

  /** The effect on this call. Counts it as used. */
  take(target: Target): Effect | null {
    for (const entry of this.#queue) {
      if (!fits(entry.fault, target)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      if (entry.left !== null) entry.left -= 1;
      if (entry.left === 0) this.#queue = this.#queue.filter((other) => other !== entry);
      return entry.fault;
    }
    return null;
  }
}

function fits(aimed: Aim, target: Target): boolean {
  return (
    (aimed.call === undefined || aimed.call === target.call) &&
    (aimed.account === undefined || aimed.account === target.account) &&
    (aimed.gid === undefined || aimed.gid === target.gid) &&
    (aimed.channel === undefined || aimed.channel === target.channel)
  );
}
