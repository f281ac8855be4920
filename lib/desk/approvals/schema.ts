import { z } from 'zod';

export const requestInput = z.object({ id: z.uuid() });

export const refuseInput = z.object({
  id: z.uuid(),
  reason: z.string().trim().min(1, 'required').max(500, 'tooLong'),
});
