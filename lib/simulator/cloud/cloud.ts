import type { CallContext } from '../calls/define-call';
import { Faults } from '../faults/faults';
import { defaultSettings, type Settings } from '../faults/settings';
import { type SeedOptions, seedWorld } from '../world/seed';
import type { World } from '../world/world';
import { RequestLog } from './request-log';

export type Change = {
  at: number;
  kind: 'call' | 'control' | 'letter';
  path: string;
  body: Record<string, unknown>;
};

/** Keeps what was done to a world, so that a restarted cloud continues it. */
export type ChangeLog = {
  /** Null when no fitting changes are kept. */
  world(): { seed: string; start: number } | null;
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
  start: number | undefined;
  journal: ChangeLog | undefined;
};

/** One running cloud: world, settings, faults, log and clock. HTTP and the control address share it. */
export class Cloud {
  readonly faults: Faults;
  readonly log = new RequestLog();
  /** Known once the server listens. */
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

  at(moment: number, run: () => void): void {
    this.#replaying = moment;
    try {
      run();
    } finally {
      this.#replaying = null;
    }
  }

  /** Records a change that a restarted cloud must repeat. */
  changed(change: Omit<Change, 'at'>): void {
    this.options.journal?.write({ at: this.now(), ...change });
  }

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

  /** A new world from the same seed, without faults, with an empty log and the right clock. */
  reset(): void {
    this.#ahead = 0;
    this.faults.clear();
    this.log.reset();
    this.world = this.#makeWorld();
    this.#beginJournal();
  }

  /** Every secret of this cloud, for tests that search for leaks. */
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
