import type { z } from 'zod';
import { anyName, anyOf, exportQuery, tableQuery } from '@/lib/table/query';

/** What wants a look at a door; several may hold at once. */
export const doorSigns = ['silent', 'failed', 'partial', 'gaps', 'ahead'] as const;
export type DoorSign = (typeof doorSigns)[number];

export const healthQuery = tableQuery({
  // Doors that are silent first.
  sorts: ['rhythm', 'door', 'building', 'heard', 'read', 'lag', 'kept'],
  filters: { building: anyName(), sign: anyOf(doorSigns) },
});
export type HealthQuery = z.output<typeof healthQuery>;

export const healthExportQuery = exportQuery(healthQuery);
