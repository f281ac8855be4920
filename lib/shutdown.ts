import { log } from './log';
import { processSlot } from './process-slot';

/** `late` aborts when there is no more time: what is still waited for then is left to the next start. */
type Task = (late: AbortSignal) => Promise<void>;

type Shutdown = { begun: AbortController; late: AbortController; work: Task[]; last: Task[] };

// Next bundles instrumentation apart from the program that starts it; both must see one state.
const shared = processSlot<Shutdown>('shutdown');

function state(): Shutdown {
  shared.value ??= { begun: new AbortController(), late: new AbortController(), work: [], last: [] };
  return shared.value;
}

/** Has `task` run when this process is asked to end, while requests that are under way are still answered. */
export function onShutdown(task: Task): void {
  state().work.push(task);
}

/** Has `task` run after that, when no request needs it any more; what was asked for last runs first. */
export function onExit(task: Task): void {
  state().last.push(task);
}

/**
 * Calls `end` when this process is asked to end: for answers that would never end by themselves. Returns how to be
 * called no more.
 */
export function onStopping(end: () => void): () => void {
  const { signal } = state().begun;
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return () => signal.removeEventListener('abort', end);
}

/** Aborts when there is no more time: for calls whose answer can no longer be sent. */
export function lateSignal(): AbortSignal {
  return state().late.signal;
}

/** Ends what runs beside the requests. Resolves when all of it has ended. */
export async function beginShutdown(): Promise<void> {
  const { begun, late, work } = state();
  begun.abort();
  await Promise.all(work.splice(0).map((task) => attempt(task, late.signal)));
}

/** Says that there is no more time to wait for anything. */
export function endPatience(): void {
  state().late.abort();
}

/** Does what comes last: nothing else runs any more. */
export async function finishShutdown(): Promise<void> {
  const { late, last } = state();
  for (const task of last.splice(0).reverse()) await attempt(task, late.signal);
}

/** One task's failure does not keep the others from running. */
async function attempt(task: Task, late: AbortSignal): Promise<void> {
  await task(late).catch((error: unknown) => log.error({ error }, 'a step of the shutdown failed'));
}
