import { defineVerb } from '@/lib/abilities/verb';
import type { Scope } from '@/lib/auth/scope';
import { needsIdentityToIssue } from '@/lib/doorcodes/confirm-rules';
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

export const pauseJob = defineVerb({
  name: 'jobs.pause',
  input: jobIdSchema,
  ability: isOwn,
  whileInDoubt: true,
  subject: ({ jobId }) => jobId,
  run: ({ scope, input }) => write.pauseJob(scope, input.jobId),
});

export const resumeJob = defineVerb({
  name: 'jobs.resume',
  input: jobIdSchema,
  ability: isOwn,
  subject: ({ jobId }) => jobId,
  run: ({ scope, input }) => write.resumeJob(scope, input.jobId),
});

export const retryJob = defineVerb({
  name: 'jobs.retry',
  input: retrySchema,
  ability: async (scope, input) => {
    return (await retryable(scope, input)) ? null : 'not-found';
  },
  needsIdentity: async (input, scope) => {
    const again = await retryable(scope, input);
    if (!again) return false;
    const places = again.targets.length;
    const { doorcode } = again.job.params;
    // As in the first try.
    return doorcode ? needsIdentityToIssue({ places, ...doorcode }) : places > 1;
  },
  subject: ({ jobId }) => jobId,
  run: async ({ scope, input, audit }) => {
    const jobId = await startRetry(scope, input, input.requestKey);
    audit.note({ job: jobId });
    return { jobId };
  },
});

async function isOwn(scope: Scope, { jobId }: { jobId: string }): Promise<ErrorCode | null> {
  return (await readJob(scope, jobId)) ? null : 'not-found';
}
