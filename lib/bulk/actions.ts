'use server';

import { hasTypedPassword } from '@/lib/auth/reauthentication';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { defineAction } from '@/lib/http/action';
import { readJob } from '@/lib/jobs/data';
import { cancelJob, resumeJob } from '@/lib/jobs/mutations';
import { jobIdSchema, retrySchema } from '@/lib/jobs/schema';
import { retryable, retryJob } from './retry';

export const cancelJobAction = defineAction({
  name: 'jobs.cancel',
  input: jobIdSchema,
  ability: isOwn,
  whileInDoubt: true,
  subject: ({ jobId }) => jobId,
  run: ({ scope, input }) => cancelJob(scope, input.jobId),
  revalidate: ['/jobs'],
});

/** Goes on with this session where the job's own has ended. */
export const resumeJobAction = defineAction({
  name: 'jobs.resume',
  input: jobIdSchema,
  ability: isOwn,
  subject: ({ jobId }) => jobId,
  run: ({ scope, input }) => resumeJob(scope, input.jobId),
  revalidate: ['/jobs'],
});

/** A new job of what failed. Taking away more than one thing needs the password typed again, here as in the first try. */
export const retryJobAction = defineAction({
  name: 'jobs.retry',
  input: retrySchema,
  ability: async (scope, { jobId }) => {
    const again = await retryable(scope, jobId);
    if (!again) return 'not-found';
    const needsPassword = again.revokes && again.targets.length > 1;
    return needsPassword && !(await hasTypedPassword(scope.sessionId)) ? 'password-needed' : null;
  },
  subject: ({ jobId }) => jobId,
  run: async ({ scope, input, audit }) => {
    const jobId = await retryJob(scope, input.jobId, input.requestKey);
    audit.note({ job: jobId });
    return { jobId };
  },
  revalidate: ['/jobs'],
});

async function isOwn(scope: Scope, { jobId }: { jobId: string }): Promise<ErrorCode | null> {
  return (await readJob(scope, jobId)) ? null : 'not-found';
}
