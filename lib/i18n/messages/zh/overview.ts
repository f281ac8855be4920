import type { overview as English } from '../en/overview';

export const overview: typeof English = {};
