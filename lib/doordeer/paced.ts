import { setImmediate as turn } from 'node:timers/promises';

/** How long reading an answer may keep the process from other work. */
const SLICE_MS = 8;

/** Runs work that is cut into steps, and lets the process turn to other work between them. */
export async function runPaced<T>(steps: Generator<void, T>): Promise<T> {
  const pacer = createPacer();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (pacer.isDue()) await pacer.rest();
  }
}

/** Says when work has kept the process long enough, and lets other work have its turn. */
export function createPacer(): { isDue(): boolean; rest(): Promise<void> } {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since >= SLICE_MS,
    async rest() {
      await turn();
      since = performance.now();
    },
  };
}
