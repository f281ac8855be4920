import { z } from 'zod';
import { DeskError } from '@/lib/errors';
import { findManifest } from '@/lib/files/data';
import { isFileId } from '@/lib/files/schema';
import { attachment } from '@/lib/files/write/file-name';
import { defineHandler } from '@/lib/http/route';

/** The signed manifest of an export, for `npm run export:verify`. */
export const GET = defineHandler<z.ZodObject, { id: string }>({
  needs: 'export',
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
