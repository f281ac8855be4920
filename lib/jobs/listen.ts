import { watch } from '@/lib/db/listen';

/** Channel of PostgreSQL's NOTIFY; the payload is the job's id. */
export const jobChannel = 'doordesk_job';

/** Calls `onChange` whenever a step or the state of the job may have changed, whichever process did it. */
export function watchJob(jobId: string, onChange: () => void): () => void {
  return watch({ channel: jobChannel, payload: jobId }, onChange);
}
