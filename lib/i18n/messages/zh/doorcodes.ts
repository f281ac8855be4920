import type { doorcodes as English } from '../en/doorcodes';

export const doorcodes: typeof English = {};
