import type { buildings as English } from '../en/buildings';

export const buildings: typeof English = {};
