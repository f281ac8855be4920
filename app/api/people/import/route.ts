import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { refuseRegister } from '@/lib/abilities/registers';
import { defineHandler } from '@/lib/http/route';
import { fileProblemWords } from '@/lib/registers/import/file-problem-words';
import { previewOf } from '@/lib/registers/import/preview-import';
import { readImportRequest } from '@/lib/registers/import/read-request';
import { importPreviewInput } from '@/lib/registers/import/schema';

/**
 * The result of an import row by row, or the possible encodings, or why the file cannot be read, which is no failure
 * of the request. A read, so it is no action. POST because it carries the file.
 */
export const POST = defineHandler({
  needs: 'registers',
  query: z.object({}),
  ability: refuseRegister,
  run: async ({ scope, request }) => {
    const found = await readImportRequest(scope, request, importPreviewInput);
    if ('read' in found) return 'samples' in found.read ? found.read : previewOf(found.read);
    const t = await getTranslations('people.import.file');
    return { problem: fileProblemWords(found.problem, t) };
  },
});
