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

/** `differs`: between the flat's doors. `refused`: not for this account. `failed`: not readable, nothing known from before. */
export const masterStates = ['assigned', 'none', 'differs', 'unread', 'refused', 'failed'] as const;

export const mastersQuery = tableQuery({
  sorts: ['building', 'room', 'master', 'state', 'read'],
  filters: { building: anyName(), state: anyOf(masterStates) },
});
export type MastersQuery = z.output<typeof mastersQuery>;

export const assignInput = z.object({
  requestKey: intentKeySchema,
  doors: doorsSchema,
  via: viaSchema,
  master: accountSchema,
});

/** The master that the person saw: another one keeps the room. */
const expected = z.string().max(254).optional();

export const replaceInput = assignInput.extend({ expected });

export const removeInput = z.object({
  requestKey: intentKeySchema,
  doors: doorsSchema,
  via: viaSchema,
  expected,
});

const masterBulkActions = ['assign', 'replace', 'remove'] as const;

const bulkShape = {
  action: z.enum(masterBulkActions),
  master: z.union([z.literal(''), accountSchema]).optional(),
  selection: bulkSelectionSchema,
  only: onlyDoorsSchema,
  via: viaSchema,
};

const wantsMaster = (input: { action: string; master?: string | undefined }) =>
  input.action === 'remove' || Boolean(input.master);
const masterMissing = { message: 'required', path: ['master'] };

export const masterBulkInput = z.object(bulkShape).refine(wantsMaster, masterMissing);
export type MasterBulk = z.output<typeof masterBulkInput>;

export const masterBulkStart = z
  .object({ ...bulkShape, ...bulkStartShape })
  .refine(wantsMaster, masterMissing);
