import { z } from 'zod';
import { anyName, anyOf, anyText, oneOf, tableQuery } from '@/lib/table/query';
import { lastEventFilters, masterFilters } from './facts';

export const relations = ['landlord', 'landlord-and-master', 'master', 'sub-master', 'other'] as const;

export const roomsQuery = tableQuery({
  sorts: ['room', 'building', 'role', 'master', 'shares', 'codes', 'event'],
  filters: {
    building: anyName(),
    door: anyText(),
    role: anyOf(relations),
    master: anyOf(masterFilters),
    shares: oneOf(['shared', 'none']),
    codes: oneOf(['live', 'none']),
    event: oneOf(lastEventFilters),
  },
});
export type RoomsQuery = z.output<typeof roomsQuery>;

export const roomChannelInput = z.object({ gid: z.string().min(1).max(200), channel: z.int() });
