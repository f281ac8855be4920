import { z } from 'zod';
import { DeskError } from '@/lib/errors';
import { attachment } from '@/lib/export/file-name';
import { findManifest } from '@/lib/exports/data';
import { isFileId } from '@/lib/exports/schema';
import { defineHandler } from '@/lib/route';

/** What an export held, signed: for `npm run export:verify`. */
export const GET = defineHandler<z.ZodObject, { id: string }>({
  query: z.object({}),
  ability: (_scope, _query, { id }) => (isFileId(id) ? null : 'not-found'),
  run: async ({ scope, params }) => {
    const manifest = await findManifest(scope, params.id);
    if (!manifest) throw new DeskError('not-found');
    return new Response(manifest.text, {
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': attachment(`${manifest.name}.manifest.json`),
        'X-Content-Type-Options': 'nosniff',
      },
    });
  },
});
