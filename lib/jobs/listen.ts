import { watch } from '@/lib/db/listen';

export const jobChannel = 'doordesk_job';

export function watchJob(jobId: string, onChange: () => void): () => void {
  return watch({ channel: jobChannel, payload: jobId }, onChange);
}
