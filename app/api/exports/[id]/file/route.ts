import { z } from 'zod';
import { DeskError } from '@/lib/errors';
import { findKeptFile } from '@/lib/files/data';
import { isFileId } from '@/lib/files/schema';
import { streamOf } from '@/lib/files/write/answer-download';
import { attachment } from '@/lib/files/write/file-name';
import { exportFiles } from '@/lib/files/write/format';
import { defineHandler } from '@/lib/http/route';

export const GET = defineHandler<z.ZodObject, { id: string }>({
  needs: 'export',
  query: z.object({}),
  ability: (_scope, _query, { id }) => (isFileId(id) ? null : 'not-found'),
  audit: (_query, { id }) => ({ action: 'exports.download', subject: id }),
  run: async ({ scope, params, signal }) => {
    const file = await findKeptFile(scope, params.id);
    if (!file) throw new DeskError('not-found');
    return new Response(streamOf({ bytes: file.chunks, cancel: async () => {} }, { scope, signal }), {
      headers: {
        'Content-Type': exportFiles[file.format].type,
        'Content-Disposition': attachment(file.name),
        ...(file.bytes === null ? {} : { 'Content-Length': String(file.bytes) }),
        'X-Content-Type-Options': 'nosniff',
      },
    });
  },
});
