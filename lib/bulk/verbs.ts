import { defineVerb } from '@/lib/abilities/verb';
import { needsIdentityToIssue } from '@/lib/doorcodes/confirm-rules';
import { readJobBuildings } from '@/lib/jobs/data';
import * as write from '@/lib/jobs/mutations';
import { jobIdSchema, retrySchema } from '@/lib/jobs/schema';
import { jobSubject, refuseJob } from './ability';
import { retryable, startRetry } from './start-retry';

export const cancelJob = defineVerb({
  name: 'jobs.cancel',
  input: jobIdSchema,
  ability: refuseJob,
  whileInDoubt: true,
  subject: jobSubject,
  run: async ({ scope, input, audit }) => {
    audit.about(await readJobBuildings(scope, input.jobId));
    await write.cancelJob(scope, input.jobId);
  },
});

export const pauseJob = defineVerb({
  name: 'jobs.pause',
  input: jobIdSchema,
  ability: refuseJob,
  whileInDoubt: true,
  subject: jobSubject,
  run: async ({ scope, input, audit }) => {
    audit.about(await readJobBuildings(scope, input.jobId));
    await write.pauseJob(scope, input.jobId);
  },
});

export const resumeJob = defineVerb({
  name: 'jobs.resume',
  input: jobIdSchema,
  ability: refuseJob,
  subject: jobSubject,
  run: async ({ scope, input, audit }) => {
    audit.about(await readJobBuildings(scope, input.jobId));
    await write.resumeJob(scope, input.jobId);
  },
});

export const retryJob = defineVerb({
  name: 'jobs.retry',
  input: retrySchema,
  ability: async (scope, input) => {
    return (await retryable(scope, input)) ? refuseJob(scope, input) : 'not-found';
  },
  needsIdentity: async (input, scope) => {
    const again = await retryable(scope, input);
    if (!again) return false;
    const places = again.targets.length;
    const { doorcode } = again.job.params;
    // As in the first try.
    return doorcode ? needsIdentityToIssue({ places, ...doorcode }) : places > 1;
  },
  subject: jobSubject,
  run: async ({ scope, input, audit }) => {
    const jobId = await startRetry(scope, input, input.requestKey);
    audit.note({ job: jobId });
    audit.about(await readJobBuildings(scope, input.jobId));
    return { jobId };
  },
});
