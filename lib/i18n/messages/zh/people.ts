import type { people as English } from '../en/people';

export const people: typeof English = {};
