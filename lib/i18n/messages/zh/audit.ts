import type { audit as English } from '../en/audit';

export const audit: typeof English = {};
