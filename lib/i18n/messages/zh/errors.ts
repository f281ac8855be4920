import type { errors as English } from '../en/errors';

export const errors: typeof English = {};
