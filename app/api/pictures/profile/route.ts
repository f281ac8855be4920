import { z } from 'zod';
import { loadProfilePicture } from '@/lib/desk/pictures/data';
import { pictureResponse } from '@/lib/desk/pictures/response';
import { defineHandler } from '@/lib/http/route';

export const GET = defineHandler({
  // The page adds the time of the change, so browsers load a new picture.
  query: z.object({ at: z.string().max(40).optional() }),
  // It is the vendor account's.
  ability: ({ member }) => (member ? 'not-found' : null),
  run: async ({ scope, signal }) => pictureResponse(await loadProfilePicture(scope, signal), 'profile'),
});
