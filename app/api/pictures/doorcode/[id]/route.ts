import { z } from 'zod';
import { loadDoorcodePicture } from '@/lib/desk/pictures/data';
import { pictureResponse } from '@/lib/desk/pictures/response';
import { DeskError } from '@/lib/errors';
import { defineHandler } from '@/lib/http/route';

const uuid = z.uuid();

export const GET = defineHandler<z.ZodObject, { id: string }>({
  needs: 'doorcodes',
  query: z.object({}),
  run: async ({ scope, params: { id }, signal }) => {
    if (!uuid.safeParse(id).success) throw new DeskError('not-found');
    const { raster, name } = await loadDoorcodePicture(scope, id, signal);
    return pictureResponse(raster, name);
  },
});
