import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { refuseRegister } from '@/lib/abilities/registers';
import { defineHandler } from '@/lib/http/route';
import type { FileProblem } from '@/lib/registers/import/import-error';
import { previewOf } from '@/lib/registers/import/preview-import';
import { readImportRequest } from '@/lib/registers/import/read-request';
import { importPreviewInput } from '@/lib/registers/import/schema';

/**
 * The result of an import row by row, or the possible encodings, or why the file cannot be read, which is no failure
 * of the request. A read, so it is no action. POST because it carries the file.
 */
export const POST = defineHandler({
  query: z.object({}),
  ability: refuseRegister,
  run: async ({ scope, request }) => {
    const found = await readImportRequest(scope, request, importPreviewInput);
    if ('read' in found) return 'samples' in found.read ? found.read : previewOf(found.read);
    const t = await getTranslations('people.import.file');
    return { problem: wordsFor(found.problem, t) };
  },
});

type FileWords = Awaited<ReturnType<typeof getTranslations<'people.import.file'>>>;

function wordsFor(problem: FileProblem, t: FileWords): string {
  switch (problem.code) {
    case 'tooLarge':
    case 'tooManyRows':
      return t(problem.code, { most: problem.most });
    case 'tooManyColumns':
      return t('tooManyColumns', { most: problem.most, line: problem.line });
    case 'quote':
      return t('quote', { line: problem.line });
    case 'wrongEncoding':
      return t('wrongEncoding', { encoding: problem.encoding });
    case 'mixedDays': {
      const { column, one, other } = problem;
      return t('mixedDays', {
        column,
        one: one.text,
        oneLine: one.line,
        other: other.text,
        otherLine: other.line,
      });
    }
    default:
      return t(problem.code);
  }
}
