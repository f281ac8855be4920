import type { jobs as English } from '../en/jobs';

export const jobs: typeof English = {};
