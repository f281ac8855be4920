import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { getDb } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { fieldErrors } from '@/lib/field-errors';
import { mostBytes } from '@/lib/people/import/decode';
import { previewOf, readImport } from '@/lib/people/import/preview';
import { type FileProblem, ImportProblem } from '@/lib/people/import/problem';
import { importPreviewInput } from '@/lib/people/schema';
import { refuseRegister } from '@/lib/registers/ability';
import { readCalendar } from '@/lib/registers/today';
import { defineHandler } from '@/lib/route';

/**
 * What an import would do, row by row; or in words why the file cannot be read, which is no failure of the request. A
 * read, so no action; POST because it brings the file.
 */
export const POST = defineHandler({
  query: z.object({}),
  ability: refuseRegister,
  run: async ({ scope, request }) => {
    // Headings and boundary of the form beside the file itself.
    const length = Number(request.headers.get('content-length') ?? Number.NaN);
    if (!(length <= mostBytes + 10_000)) throw new DeskError('too-large');
    const form = await request.formData().catch(() => new FormData());
    const parsed = importPreviewInput.safeParse(Object.fromEntries(form));
    if (!parsed.success) throw new DeskError('invalid-input', fieldErrors(parsed.error));
    const { file, encoding } = parsed.data;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return previewOf(
        await readImport({ db: getDb(), scope, calendar: await readCalendar(scope) }, bytes, encoding),
      );
    } catch (error) {
      if (!(error instanceof ImportProblem)) throw error;
      const t = await getTranslations('people.import.file');
      return { problem: wordsFor(error.problem, t) };
    }
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
    case 'twice':
      return t('twice', { column: problem.column });
    default:
      return t(problem.code);
  }
}
