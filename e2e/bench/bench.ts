import { setTimeout as sleep } from 'node:timers/promises';
import type { TestServer } from '@/lib/cli/tests/server';
import type { Desk } from '@/lib/testing/desk';
import type { Visitor } from '../visitor';

/** What a bench is given: a database server, on which each desk makes a database of its own. */
export type Ground = {
  server: TestServer;
  /** Sizes that take long are measured too. */
  large: boolean;
};

/** One measured figure beside the one to hold. */
export type Figure = {
  what: string;
  value: number;
  hold: { atMost: number } | { atLeast: number };
  unit: 'ratio' | 'percent' | 'ms' | 'bytes';
  /** The two sides of a ratio, or what the number is made of, for whoever doubts it. */
  made: string;
};

/** One file under e2e/bench, one bench, listed in lib/cli/bench.ts. It measures and tells; it asserts nothing. */
export type Bench = {
  /** Chooses it on the command line. */
  name: string;
  /** What is measured and how, in a sentence or two. */
  about: string;
  /** `--large` makes it measure more. */
  grows?: true;
  /** Yields each figure as soon as it is known: what follows may fail. */
  run(ground: Ground): AsyncGenerator<Figure>;
};

export function holds({ value, hold }: Figure): boolean {
  return 'atMost' in hold ? value <= hold.atMost : value >= hold.atLeast;
}

/** The value below which `share` (0…1) of the samples lie: nearest rank, nothing interpolated. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

export const median = (samples: readonly number[]) => percentile(samples, 0.5);

export const ms = (value: number) => `${value.toFixed(1)} ms`;

/** Calls so far less those for events, which the archive makes by itself in the background. */
export function callsOfPages({ simulator }: Pick<Desk, 'simulator'>): number {
  const { calls, byCall } = simulator.stats();
  return calls - (byCall.GetAkeysHis ?? 0);
}

/** Until everything that the cloud tells of a visitor's doors is archived: what is measured next has the machine alone. */
export async function untilArchived(visitor: Visitor): Promise<void> {
  for (;;) {
    const { text } = await visitor.read('/api/archive');
    const { doors } = JSON.parse(text) as { doors: { complete: boolean }[] };
    if (doors.every(({ complete }) => complete)) return;
    await sleep(200);
  }
}
