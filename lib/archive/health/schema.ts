import type { z } from 'zod';
import { anyName, anyOf, tableQuery } from '@/lib/table/query';
import { doorSigns } from './sign-names';

export const healthQuery = tableQuery({
  sorts: ['rhythm', 'door', 'building', 'heard', 'read', 'lag', 'kept'],
  filters: { building: anyName(), sign: anyOf(doorSigns) },
});
export type HealthQuery = z.output<typeof healthQuery>;
