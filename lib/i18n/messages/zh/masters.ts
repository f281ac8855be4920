import type { masters as English } from '../en/masters';

export const masters: typeof English = {};
