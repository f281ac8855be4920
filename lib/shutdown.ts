import { log } from './log';
import { processSlot } from './process-slot';

/** `late` aborts when there is no more time. The next start continues what is left. */
type Task = (late: AbortSignal) => Promise<void>;

type Shutdown = { begun: AbortController; late: AbortController; work: Task[]; last: Task[] };

const shared = processSlot<Shutdown>('shutdown');

function state(): Shutdown {
  shared.value ??= { begun: new AbortController(), late: new AbortController(), work: [], last: [] };
  return shared.value;
}

/** Runs `task` when this process is asked to end, while requests are still answered. */
export function onShutdown(task: Task): void {
  state().work.push(task);
}

/** Runs `task` after the last request. The last one registered runs first. */
export function onExit(task: Task): void {
  state().last.push(task);
}

/** For answers that never end by themselves. Returns a function that unsubscribes. */
export function onStopping(end: () => void): () => void {
  const { signal } = state().begun;
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return () => signal.removeEventListener('abort', end);
}

export function lateSignal(): AbortSignal {
  return state().late.signal;
}

export async function beginShutdown(): Promise<void> {
  const { begun, late, work } = state();
  begun.abort();
  await Promise.all(work.splice(0).map((task) => attempt(task, late.signal)));
}

export function endPatience(): void {
  state().late.abort();
}

export async function finishShutdown(): Promise<void> {
  const { late, last } = state();
  for (const task of last.splice(0).reverse()) await attempt(task, late.signal);
}

/** One task's failure does not stop the others. */
async function attempt(task: Task, late: AbortSignal): Promise<void> {
  await task(late).catch((error: unknown) => log.error({ error }, 'a step of the shutdown failed'));
}
