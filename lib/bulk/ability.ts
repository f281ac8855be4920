import { jobCapabilities } from '@/lib/abilities/jobs';
import { mayIn } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { readJob, readJobBuildings } from '@/lib/jobs/data';

/** Who may do what a job does, in all its buildings, may stop it, continue it and try it again, also when another person ordered it. */
export async function refuseJob(scope: Scope, { jobId }: { jobId: string }): Promise<ErrorCode | null> {
  const [job, buildings] = await Promise.all([readJob(scope, jobId), readJobBuildings(scope, jobId)]);
  if (!job) return 'not-found';
  const needed = jobCapabilities[job.kind];
  return buildings.every((name) => mayIn(scope, name, needed)) ? null : 'not-allowed';
}

/** What the audit log calls a job: its kind and its name. Its id where it is not found. */
export async function jobSubject({ jobId }: { jobId: string }, scope: Scope): Promise<string> {
  const job = await readJob(scope, jobId);
  return job ? [job.kind, job.params.doorcode?.name ?? job.params.master].filter(Boolean).join(' · ') : jobId;
}
