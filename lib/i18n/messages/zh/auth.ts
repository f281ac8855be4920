import type { auth as English } from '../en/auth';

export const auth: typeof English = {};
