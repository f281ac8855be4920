import { setImmediate as turn } from 'node:timers/promises';

/** The longest that one slice of work may keep the process from other work. */
const SLICE_MS = 8;

export async function runPaced<T>(steps: Generator<void, T>): Promise<T> {
  const pacer = createPacer();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (pacer.isDue()) await pacer.yieldTurn();
  }
}

export async function mapPaced<In, Out>(rows: readonly In[], make: (row: In) => Out): Promise<Out[]> {
  const pacer = createPacer();
  const made: Out[] = [];
  for (const row of rows) {
    made.push(make(row));
    if (made.length % 64 === 0 && pacer.isDue()) await pacer.yieldTurn();
  }
  return made;
}

export async function sortPaced<Row>(
  rows: readonly Row[],
  compare: (one: Row, other: Row) => number,
): Promise<Row[]> {
  const pacer = createPacer();
  const runAtFirst = 256;
  let from: Row[] = [];
  for (let at = 0; at < rows.length; at += runAtFirst) {
    from.push(...rows.slice(at, at + runAtFirst).sort(compare));
    if (pacer.isDue()) await pacer.yieldTurn();
  }
  for (let run = runAtFirst; run < rows.length; run *= 2) {
    const to: Row[] = [];
    for (let begin = 0; begin < from.length; begin += 2 * run) {
      const halves = [from.slice(begin, begin + run), from.slice(begin + run, begin + 2 * run)] as const;
      for (const row of merge(...halves, compare)) {
        to.push(row);
        if (to.length % 256 === 0 && pacer.isDue()) await pacer.yieldTurn();
      }
    }
    from = to;
  }
  return from;
}

function* merge<Row>(
  left: readonly Row[],
  right: readonly Row[],
  compare: (one: Row, other: Row) => number,
): Generator<Row> {
  const others = right.values();
  let other = others.next();
  for (const one of left) {
    for (; !other.done && compare(one, other.value) > 0; other = others.next()) yield other.value;
    yield one;
  }
  for (; !other.done; other = others.next()) yield other.value;
}

export function createPacer(): { isDue(): boolean; yieldTurn(): Promise<void> } {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since >= SLICE_MS,
    async yieldTurn() {
      await turn();
      since = performance.now();
    },
  };
}
