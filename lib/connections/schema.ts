import { z } from 'zod';
import { confirmPasswordSchema, vendorAccountSchema } from '@/lib/auth/schema';

export const connectionInput = z.object({ id: z.uuid('invalid') });

export const newPasswordInput = z.object({ id: z.uuid('invalid'), ...confirmPasswordSchema.shape });

export const addInput = vendorAccountSchema;
