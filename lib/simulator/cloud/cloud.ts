import type { CallContext } from '../calls/define-call';
import { Faults } from '../faults/faults';
import { defaultSettings, type Settings } from '../faults/settings';
import { type SeedOptions, seedWorld } from '../world/seed';
import type { World } from '../world/world';
import { RequestLog } from './request-log';

/** One thing that was done to a world, and when. */
export type Change = {
  at: number;
  kind: 'call' | 'control' | 'letter';
  /** The call's path, the control address, or the letter's token. */
  path: string;
  body: Record<string, unknown>;
};

/** Keeps what was done to a world, so that a cloud that starts again is the one that was left. */
export type ChangeLog = {
  /** Which world the changes belong to; null when nothing is kept that fits. */
  world(): { seed: string; start: number } | null;
  /** Begins with a fresh world. */
  begin(of: { seed: string; start: number }): void;
  write(entry: Change): void;
  replay(cloud: Cloud): void;
};

export type CloudOptions = {
  key: string;
  comid: string;
  clock: () => number;
  settings: Partial<Settings>;
  seed: Omit<SeedOptions, 'start'>;
  /** When the world was made; left out: whenever it is made. */
  start: number | undefined;
  /** Where what is done to the world is kept. */
  journal: ChangeLog | undefined;
};

/** One running cloud: its world, its switches, its log and its clock. What HTTP and the control address share. */
export class Cloud {
  readonly faults: Faults;
  readonly log = new RequestLog();
  /** Where pictures are found; known once the server listens. */
  origin = '';
  world: World;
  #ahead = 0;
  #replaying: number | null = null;

  constructor(readonly options: CloudOptions) {
    this.faults = new Faults({ ...defaultSettings, ...options.settings });
    this.world = this.#makeWorld();
    const { journal } = options;
    const kept = journal?.world();
    if (kept && kept.seed === this.world.seed && kept.start === this.world.start) journal?.replay(this);
    else this.#beginJournal();
  }

  now(): number {
    return this.#replaying ?? this.options.clock() + this.#ahead;
  }

  /** Does something as if it were that moment. */
  at(moment: number, run: () => void): void {
    this.#replaying = moment;
    try {
      run();
    } finally {
      this.#replaying = null;
    }
  }

  /** Something was done to the world that a restarted cloud is to know. */
  changed(change: Omit<Change, 'at'>): void {
    this.options.journal?.write({ at: this.now(), ...change });
  }

  /** Lets time go by at once: what was due happens, codes expire. */
  advance(ms: number): void {
    this.#ahead += ms;
  }

  linkTo(token: string): string {
    return `${this.origin}/letters/${token}`;
  }

  context(): CallContext {
    const { settings } = this.faults;
    const now = this.now();
    return { world: this.world, settings, now, cloudNow: now + settings.clockOffsetMs, origin: this.origin };
  }

  /** A new world from the same seed, faults off, log empty, clock right again. */
  reset(): void {
    this.#ahead = 0;
    this.faults.clear();
    this.log.reset();
    this.world = this.#makeWorld();
    this.#beginJournal();
  }

  /** Every secret that this cloud knows, for tests that look for leaks. */
  secrets(): string[] {
    const secrets = new Set([this.options.key, this.options.comid]);
    for (const account of this.world.accounts()) secrets.add(account.password);
    for (const door of this.world.doors.values()) secrets.add(door.password).add(door.fixedLockPassword);
    return [...secrets];
  }

  #beginJournal(): void {
    this.options.journal?.begin({ seed: this.world.seed, start: this.world.start });
  }

  #makeWorld(): World {
    return seedWorld({ ...this.options.seed, start: this.options.start ?? this.now() });
  }
}
