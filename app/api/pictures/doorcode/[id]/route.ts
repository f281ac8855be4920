import { z } from 'zod';
import { DeskError } from '@/lib/errors';
import { loadDoorcodePicture } from '@/lib/pictures/data';
import { pictureResponse } from '@/lib/pictures/response';
import { defineHandler } from '@/lib/route';

const uuid = z.uuid();

export const GET = defineHandler<z.ZodObject, { id: string }>({
  query: z.object({}),
  run: async ({ scope, params: { id }, signal }) => {
    if (!uuid.safeParse(id).success) throw new DeskError('not-found');
    return pictureResponse(await loadDoorcodePicture(scope, id, signal), 'doorcode');
  },
});
