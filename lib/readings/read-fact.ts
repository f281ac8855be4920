import type { Scope } from '@/lib/auth/scope';
import type { Task } from './facts';
import type { Outcome } from './outcome';
import { type AskOptions, askDoorcodes, askMaster, askShares } from './refresh-room';
import type { createReadingWriter } from './writer';

/** Asks the cloud for one fact, and gives the answer to the writer. Where nothing was asked, there is none. */
export async function readFact(
  scope: Scope,
  task: Task,
  options: AskOptions,
  writer: ReturnType<typeof createReadingWriter>,
): Promise<Outcome<unknown>> {
  if (task.fact === 'master') return passOn(await askMaster(scope, task, options), writer.master);
  if (task.fact === 'shares') return passOn(await askShares(scope, task, options), writer.shares);
  return passOn(await askDoorcodes(scope, task, options), writer.doorcodes);
}

function passOn<T>(outcome: Outcome<T>, write: (outcome: Outcome<T>) => void): Outcome<T> {
  if (!isDisconnected(outcome)) write(outcome);
  return outcome;
}

/** The connection was paused or removed after the scope was made. Another may still lead to the room. */
export function isDisconnected(outcome: Outcome<unknown>): boolean {
  return outcome.state === 'failed' && outcome.errorCode === 'cloud-disconnected';
}
