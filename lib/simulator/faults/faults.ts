import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Settings, settingsSchema } from './settings';

const effects = z.discriminatedUnion('effect', [
  /** Waits, then acts and answers as ever. */
  z.strictObject({ effect: z.literal('latency'), ms: z.int().min(0).max(600_000) }),
  /** Acts, then waits with the answer: what a time-out leaves behind is done. */
  z.strictObject({ effect: z.literal('late-answer'), ms: z.int().min(0).max(600_000) }),
  /** The connection dies and nothing was done. */
  z.strictObject({ effect: z.literal('drop-before') }),
  /** The connection dies after the call has done its work: the answer is lost. */
  z.strictObject({ effect: z.literal('drop-after') }),
  /** A plain HTTP error; `acted` says whether the work is done all the same. */
  z.strictObject({
    effect: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfterSeconds: z.number().min(0).optional(),
    acted: z.boolean().optional(),
  }),
  /** 200 with bytes that are not base64 of anything. */
  z.strictObject({ effect: z.literal('garbage') }),
  /** A good answer under a key that is not yours. */
  z.strictObject({ effect: z.literal('wrong-key') }),
  /** The first half of the text, as if it were all of it. */
  z.strictObject({ effect: z.literal('half') }),
  /** The first half of the text, then the connection dies. */
  z.strictObject({ effect: z.literal('cut') }),
  /** The answer as JSON, unencrypted. */
  z.strictObject({ effect: z.literal('plain') }),
  /** An HTML page, as a proxy on the way would put in. */
  z.strictObject({ effect: z.literal('html') }),
  /** Does nothing and answers this, properly encrypted: any result code or shape that you want to see handled. */
  z.strictObject({ effect: z.literal('answer'), json: z.unknown() }),
]);

const aim = z.object({
  /** A call's path, e.g. `GetMainer`; left out: all calls. */
  call: z.string().optional(),
  account: z.string().optional(),
  gid: z.string().optional(),
  channel: z.int().optional(),
  /** How many calls it strikes; left out: 1; null: until it is taken back. */
  times: z.int().min(1).nullable().optional(),
  /** How many fitting calls pass unharmed first. */
  skip: z.int().min(0).optional(),
});

export type Effect = z.infer<typeof effects>;
export type Aim = z.infer<typeof aim>;
export type Fault = Effect & Aim;

/** Reads a fault that came over the control address; throws a ZodError that says what is wrong with it. */
export function parseFault(input: unknown): Fault {
  const given = z.record(z.string(), z.unknown()).parse(input);
  const aimKeys = Object.keys(aim.shape);
  const split = (mine: boolean) =>
    Object.fromEntries(Object.entries(given).filter(([key]) => aimKeys.includes(key) === mine));
  return { ...effects.parse(split(false)), ...aim.parse(split(true)) };
}

/** What the striking fault needs to know about a call. */
export type Target = { call: string; account: string; gid: string; channel: number | null };

/** The switchboard: lasting settings, and faults that strike chosen calls a chosen number of times. */
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

  /** Changes lasting ways of the cloud; what is not named stays. */
  set(change: Partial<Settings>): void {
    this.#settings = settingsSchema.parse({ ...this.#settings, ...change });
  }

  /** Strikes the next fitting call, or as many as `times` says. Faults strike in the order in which they were given. */
  next(fault: Fault): void {
    const left = fault.times === undefined ? 1 : fault.times;
    this.#queue.push({ fault: parseFault(fault), left, skip: fault.skip ?? 0 });
  }

  pending(): { fault: Fault; left: number | null }[] {
    return this.#queue.map(({ fault, left }) => ({ fault, left }));
  }

  /** All faults off, all settings as they were at the start; calls that a fault keeps waiting go on at once. */
  clear(): void {
    this.#queue = [];
    this.#settings = { ...this.baseline };
    this.#cleared.abort();
    this.#cleared = new AbortController();
  }

  /** Keeps a call waiting for so many milliseconds, or until the faults are cleared. */
  async hold(ms: number): Promise<void> {
    // Unreferenced: a call that waits must not keep a process alive whose work is done.
    await sleep(ms, undefined, { signal: this.#cleared.signal, ref: false }).catch(() => {});
  }

  /** The effect on this call, counted as spent. */
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
