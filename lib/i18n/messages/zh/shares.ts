import type { shares as English } from '../en/shares';

export const shares: typeof English = {};
