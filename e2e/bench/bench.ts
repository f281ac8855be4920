import { setTimeout as sleep } from 'node:timers/promises';
import type { TestServer } from '@/lib/cli/tests/server';
import type { Desk } from '@/lib/testing/desk';
import type { Visitor } from '../visitor';

export type Ground = {
  server: TestServer;
  large: boolean;
  /** How long a bench lasts that keeps up a load. */
  minutes: number;
};

/** A measured figure and its limit. */
export type Figure = {
  what: string;
  value: number;
  hold: { atMost: number } | { atLeast: number };
  unit: 'ratio' | 'percent' | 'ms' | 'bytes' | 'MB' | 'count';
  /** The two sides of a ratio, or the parts of the number. */
  made: string;
};

/** One file in e2e/bench, listed in lib/cli/bench.ts. A bench measures and reports. It asserts nothing. */
export type Bench = {
  name: string;
  about: string;
  grows?: true;
  /** Runs only when it is named, because it takes long. */
  isLong?: true;
  /** Yields each figure as soon as it is known, because later steps may fail. */
  run(ground: Ground): AsyncGenerator<Figure>;
};

export function holds({ value, hold }: Figure): boolean {
  return 'atMost' in hold ? value <= hold.atMost : value >= hold.atLeast;
}

/** The value below which `share` (0…1) of the samples lie, by nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

export const median = (samples: readonly number[]) => percentile(samples, 0.5);

export const ms = (value: number) => `${value.toFixed(1)} ms`;

/** Calls so far, without the archive's calls for events in the background. */
export function callsOfPages({ simulator }: Pick<Desk, 'simulator'>): number {
  const { calls, byCall } = simulator.stats();
  return calls - (byCall.GetAkeysHis ?? 0);
}

/** Waits until all events of a visitor's doors are archived, so the next measurement has the machine to itself. */
export async function untilArchived(visitor: Visitor): Promise<void> {
  const endsAt = performance.now() + 10 * 60_000;
  while (performance.now() < endsAt) {
    const { text } = await visitor.read('/api/archive');
    const { doors } = JSON.parse(text) as { doors: { complete: boolean }[] };
    if (doors.every(({ complete }) => complete)) return;
    await sleep(200);
  }
  throw new Error('the doors are not archived after 10 minutes');
}

/**
 * Waits until the first reading of rooms and events is over. Then only the usual looks at doors remain, about one a
 * second.
 */
export async function untilQuiet({ simulator }: Pick<Desk, 'simulator'>): Promise<void> {
  const [spanMs, usual, mostSpans] = [5_000, 10, 60];
  for (let span = 0; span < mostSpans; span++) {
    const { calls } = simulator.stats();
    await sleep(spanMs);
    if (simulator.stats().calls - calls <= usual) return;
  }
  throw new Error('the first reading does not end');
}

/** Looks every 50 ms whether it holds. Fails after 10 minutes, so that no bench waits for ever. */
export async function waitUntil(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + 600_000;
  while (!(await holds())) {
    if (performance.now() > endsAt) throw new Error(`waited 10 minutes for: ${what}`);
    await sleep(50);
  }
}
