import type { getTranslations } from 'next-intl/server';
import type { FileProblem } from './import-error';

export function fileProblemWords(
  problem: FileProblem,
  t: Awaited<ReturnType<typeof getTranslations<'people.import.file'>>>,
): string {
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
