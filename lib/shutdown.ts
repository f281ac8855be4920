import { log } from './log';

type Task = () => Promise<void>;

// Next bundles instrumentation apart from the program that starts it; both must see one list.
const slot = Symbol.for('doordesk.shutdown');
const shared = globalThis as { [slot]?: Task[] };

/** Has `task` run before this process ends in good order; what was asked for last runs first. */
export function onShutdown(task: Task): void {
  shared[slot] ??= [];
  shared[slot].push(task);
}

/** Runs what is to be done before the end. One task's failure does not keep the others from running. */
export async function runShutdown(): Promise<void> {
  const tasks = shared[slot] ?? [];
  shared[slot] = [];
  for (const task of tasks.reverse()) {
    await task().catch((error: unknown) => log.error({ error }, 'a step of the shutdown failed'));
  }
}
