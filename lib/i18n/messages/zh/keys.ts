import type { keys as English } from '../en/keys';

export const keys: typeof English = {};
