import { z } from 'zod';
import { DeskError } from '@/lib/errors';
import { streamOf } from '@/lib/export/download';
import { attachment } from '@/lib/export/file-name';
import { exportFiles } from '@/lib/export/stream';
import { findKeptFile } from '@/lib/exports/data';
import { isFileId } from '@/lib/exports/schema';
import { defineHandler } from '@/lib/route';

/** A file that was made on a schedule and kept. */
export const GET = defineHandler<z.ZodObject, { id: string }>({
  query: z.object({}),
  ability: (_scope, _query, { id }) => (isFileId(id) ? null : 'not-found'),
  audit: (_query, { id }) => ({ action: 'exports.download', subject: id }),
  run: async ({ scope, params, signal }) => {
    const file = await findKeptFile(scope, params.id);
    if (!file) throw new DeskError('not-found');
    return new Response(streamOf({ bytes: file.chunks, cancel: async () => {} }, signal), {
      headers: {
        'Content-Type': exportFiles[file.format].type,
        'Content-Disposition': attachment(file.name),
        ...(file.bytes === null ? {} : { 'Content-Length': String(file.bytes) }),
        'X-Content-Type-Options': 'nosniff',
      },
    });
  },
});
