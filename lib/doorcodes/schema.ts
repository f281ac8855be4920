import { z } from 'zod';
import { pairOf } from '@/lib/devices/pair-key';
import { bulkStartShape, viaSchema } from '@/lib/jobs/schema';
import { anyName, anyOf, dayFilter, tableQuery } from '@/lib/table/query';
import { bulkSelectionSchema } from '@/lib/table/selection';
import { longestName, mostTargets } from './limits';
import { doorcodeStates } from './states';

export const doorcodesQuery = tableQuery({
  sorts: ['until', 'from', 'name', 'room', 'building', 'state', 'read'],
  filters: {
    building: anyName(),
    state: anyOf(doorcodeStates),
    /** Days on the door's clock. A code matches if it opens on one of them. */
    from: dayFilter(),
    to: dayFilter(),
  },
  defaultDir: 'desc',
});
export type DoorcodesQuery = z.output<typeof doorcodesQuery>;

/** A time on the door's clock, as `<input type="datetime-local">` gives it. */
const wallMinute = z
  .string()
  .min(1, 'required')
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'badDate');

const targetSchema = z.object({
  gid: z.string().min(1).max(200),
  channel: z.int(),
  lockIds: z.array(z.string().min(1).max(100)).min(1, 'doorcodes.fieldErrors.noLock').max(50),
  /** For several rooms, so that no page names only the one it is stored under. */
  severalRooms: z.boolean().optional(),
});

export const issueInput = z.object({
  batch: z.uuid(),
  name: z
    .string()
    .trim()
    .max(longestName, 'tooLong')
    .refine((name) => !/[\p{Cc}\p{Surrogate}]/u.test(name), 'invalid'),
  from: wallMinute,
  to: wallMinute,
  targets: z
    .array(targetSchema)
    .min(1, 'doorcodes.fieldErrors.noRoom')
    .max(mostTargets, 'doorcodes.fieldErrors.tooMany')
    .refine(
      (targets) =>
        new Set(targets.map(({ gid, channel }) => pairOf({ gid, channel }))).size === targets.length,
      'invalid',
    ),
  via: viaSchema,
});
export type IssueInput = z.output<typeof issueInput>;

export const revokeInput = z.object({ id: z.uuid() });

const bulkShape = { selection: bulkSelectionSchema };
export const doorcodeBulkInput = z.object(bulkShape);
export type DoorcodeBulk = z.output<typeof doorcodeBulkInput>;
export const doorcodeBulkStart = z.object({ ...bulkShape, ...bulkStartShape });

export const batchQuery = z.object({ batch: z.uuid() });

export const newDoorcodeQuery = z.object({
  gid: z.string().min(1).max(200).optional(),
  channel: z.coerce.number().int().optional(),
});
