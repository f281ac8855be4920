import { z } from 'zod';
import {
  accountSchema,
  bulkStartShape,
  doorsSchema,
  intentKeySchema,
  onlyDoorsSchema,
  viaSchema,
} from '@/lib/jobs/schema';
import { anyName, anyOf, tableQuery } from '@/lib/table/query';
import { bulkSelectionSchema } from '@/lib/table/selection';

export const shareStates = ['all-doors', 'some-doors'] as const;

export const sharesQuery = tableQuery({
  sorts: ['account', 'room', 'building', 'since', 'read'],
  filters: { building: anyName(), state: anyOf(shareStates) },
});
export type SharesQuery = z.output<typeof sharesQuery>;

export const shareInput = z.object({
  requestKey: intentKeySchema,
  doors: doorsSchema,
  via: viaSchema,
  subMaster: accountSchema,
});

/** The account as the cloud lists it. It need not look like an address. */
export const unshareInput = shareInput.extend({ subMaster: z.string().min(1).max(500) });

const bulkShape = { selection: bulkSelectionSchema, only: onlyDoorsSchema, via: viaSchema };
export const shareBulkInput = z.object(bulkShape);
export type ShareBulk = z.output<typeof shareBulkInput>;
export const shareBulkStart = z.object({ ...bulkShape, ...bulkStartShape });
