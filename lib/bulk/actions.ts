'use server';

import { actionOf } from '@/lib/http/action';
import { cancelJob, pauseJob, resumeJob, retryJob } from './verbs';

export const cancelJobAction = actionOf(cancelJob, { revalidate: ['/jobs'] });
export const pauseJobAction = actionOf(pauseJob, { revalidate: ['/jobs'] });
export const resumeJobAction = actionOf(resumeJob, { revalidate: ['/jobs'] });
export const retryJobAction = actionOf(retryJob, { revalidate: ['/jobs'] });
