import type { ExportColumn } from '@/lib/files/write/cell';
import type { ReadImport } from './preview-import';
import type { RowProblem } from './read-row';

type Row = Record<string, string>;

export function rejectedTable(
  { heading, rows, columns, plan }: Pick<ReadImport, 'heading' | 'rows' | 'columns' | 'plan'>,
  words: { title: string; reason: (problem: RowProblem) => string },
): { columns: ExportColumn[]; rows: Row[] } {
  const kept = heading.cells
    .map((_, index) => index)
    .filter((index) => columns[index]?.heading !== words.title);
  return {
    columns: [
      ...kept.map((index) => ({ key: `c${index}`, title: heading.cells[index] ?? '' })),
      { key: 'reason', title: words.title },
    ],
    rows: rows.flatMap(({ cells }, at) => {
      const preview = plan.rows[at]?.preview;
      if (preview?.status !== 'invalid') return [];
      const own = kept.map((index) => [`c${index}`, cells[index] ?? ''] as const);
      return [{ ...Object.fromEntries(own), reason: preview.problems.map(words.reason).join(' ') }];
    }),
  };
}
