import { z } from 'zod';
import { pairOf } from '@/lib/devices/pair-key';

/** An account of the vendor's: an email address as people type it. */
export const accountSchema = z
  .string()
  .trim()
  .min(1, 'required')
  .max(254, 'tooLong')
  .regex(/^[^\s@\p{C}]+@[^\s@\p{C}]+$/u, 'badEmail');

/** The doors of one flat that a change goes to. One named twice is one: a change is sent once to each. */
export const doorsSchema = z
  .array(z.object({ gid: z.string().min(1).max(200), channel: z.int() }))
  .min(1, 'required')
  .max(100)
  .transform((doors) => [...new Map(doors.map((door) => [pairOf(door), door])).values()]);

/** To start one, beside the request: that it be made once, and how many changes the person agreed to. */
export const bulkStartShape = {
  requestKey: z.uuid(),
  expected: z.int().min(1).max(100_000),
};

export const jobIdSchema = z.object({ jobId: z.uuid() });

export const retrySchema = z.object({ jobId: z.uuid(), requestKey: z.uuid() });
