import type { Scope } from '../auth/scope';
import { readJob } from '../jobs/data';
import { startJob } from '../jobs/mutations';
import { planMasters } from '../masters/bulk';

/** A person orders that the masters of these rooms are removed. Returns the job's id. */
export async function orderRemoval({ scope }: { scope: Scope }, rooms: Scope['channels']): Promise<string> {
  const only = rooms.map(({ gid, channel }) => ({ gid, channel }));
  const ids = [...new Set(rooms.map(({ roomKey }) => roomKey))];
  const plan = await planMasters(scope, { action: 'remove', selection: { all: false, ids }, only });
  return startJob(scope, plan, { requestKey: crypto.randomUUID() });
}

export async function waitOfJob(scope: Scope, jobId: string) {
  const { state, waitCode, paused } = (await readJob(scope, jobId)) ?? {};
  return { state, waitCode, paused };
}
