import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { matchFailures } from '@/lib/bulk/match-failures';
import { readFailures } from '@/lib/bulk/read-failures';
import { defineHandler } from '@/lib/http/route';
import { fileProblemWords } from '@/lib/registers/import/file-problem-words';
import { ImportProblem } from '@/lib/registers/import/import-error';
import { readFile } from '@/lib/registers/import/read-file';
import { readFileForm } from '@/lib/registers/import/read-request';
import { failuresInput } from '@/lib/registers/import/schema';

/**
 * What a list of failures asks for, and the rows that are left out; or why the file cannot be read. It changes nothing:
 * the answer is the input of the usual bulk change, which plans and checks it again.
 */
export const POST = defineHandler({
  query: z.object({}),
  run: async ({ scope, request }) => {
    const { file } = await readFileForm(request, failuresInput);
    try {
      const table = await readFile(new Uint8Array(await file.arrayBuffer()));
      if ('samples' in table) return await problem('encoding');
      const lines = readFailures(table);
      return lines ? await matchFailures(scope, lines) : await problem('noList');
    } catch (error) {
      if (!(error instanceof ImportProblem)) throw error;
      return { problem: fileProblemWords(error.problem, await getTranslations('people.import.file')) };
    }
  },
});

async function problem(code: 'encoding' | 'noList'): Promise<{ problem: string }> {
  return { problem: (await getTranslations('failures.import'))(code) };
}
