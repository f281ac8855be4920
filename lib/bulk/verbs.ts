import { defineVerb } from '@/lib/abilities/verb';
import { hasTypedPassword } from '@/lib/auth/confirm-password';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { readJob } from '@/lib/jobs/data';
import * as write from '@/lib/jobs/mutations';
import { jobIdSchema, retrySchema } from '@/lib/jobs/schema';
import { retryable, startRetry } from './start-retry';

export const cancelJob = defineVerb({
  name: 'jobs.cancel',
  input: jobIdSchema,
  ability: isOwn,
  whileInDoubt: true,
  subject: ({ jobId }) => jobId,
  run: ({ scope, input }) => write.cancelJob(scope, input.jobId),
});

export const resumeJob = defineVerb({
  name: 'jobs.resume',
  input: jobIdSchema,
  ability: isOwn,
  subject: ({ jobId }) => jobId,
  run: ({ scope, input }) => write.resumeJob(scope, input.jobId),
});

/** Revoking more than one thing needs the password typed again, as in the first try. */
export const retryJob = defineVerb({
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
    const jobId = await startRetry(scope, input.jobId, input.requestKey);
    audit.note({ job: jobId });
    return { jobId };
  },
});

async function isOwn(scope: Scope, { jobId }: { jobId: string }): Promise<ErrorCode | null> {
  return (await readJob(scope, jobId)) ? null : 'not-found';
}
