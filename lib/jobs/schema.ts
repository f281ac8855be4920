import { z } from 'zod';
import { jobKinds } from '@/lib/db/tables/jobs';
import { pairOf } from '@/lib/devices/pair-key';
import { anyOf, tableQuery } from '@/lib/table/query';
import { shownStates } from './states';

export const jobsQuery = tableQuery({
  sorts: ['started', 'state'],
  defaultDir: 'desc',
  filters: { state: anyOf(shownStates), kind: anyOf(jobKinds) },
});
export type JobsQuery = z.output<typeof jobsQuery>;

export const accountSchema = z
  .string()
  .trim()
  .min(1, 'required')
  .max(254, 'tooLong')
  .regex(/^[^\s@\p{C}]+@[^\s@\p{C}]+$/u, 'badEmail');

/** The connection that a person chose for a change; absent: by rule. */
export const viaSchema = z.uuid('invalid').optional();

/** The doors of one flat. A door named twice counts once, so that a change is sent to it once. */
export const doorsSchema = z
  .array(z.object({ gid: z.string().min(1).max(200), channel: z.int() }))
  .min(1, 'required')
  .max(100)
  .transform((doors) => [...new Map(doors.map((door) => [pairOf(door), door])).values()]);

/** One for each form, so that it is sent once. A caller without forms sends each time. */
export const intentKeySchema = z.uuid().default(() => crypto.randomUUID());

/** The request key makes it start once. The count is what the person agreed to. */
export const bulkStartShape = {
  requestKey: z.uuid(),
  expected: z.int().min(1).max(100_000),
  /** Of these, how many the chosen account may not make. */
  byRule: z.int().min(0).max(100_000).default(0),
};

/**
 * The doors of a selection that are changed, if not all: an imported list repeats only what failed. `account`: whose
 * share, or the expected master.
 */
export const onlyDoorsSchema = z
  .array(
    z.object({ gid: z.string().min(1).max(200), channel: z.int(), account: z.string().max(500).optional() }),
  )
  .min(1)
  .max(20_000)
  .optional();

export const jobIdSchema = z.object({ jobId: z.uuid() });

/** `only`: the requests for doorcodes that are made again, if not all that failed. */
const retryShape = { jobId: z.uuid(), only: z.array(z.uuid()).min(1).max(20_000).optional() };
export const retryPlanSchema = z.object(retryShape);
export type RetryPlan = z.output<typeof retryPlanSchema>;
export const retrySchema = z.object({ ...retryShape, requestKey: z.uuid() });
