import { z } from 'zod';
import { jobKinds } from '@/lib/db/tables/jobs';
import { cellText } from '@/lib/registers/import/cell';
import type { FileTable } from '@/lib/registers/import/read-table';
import { machineColumns } from './export-failures';

const failure = z
  .object({
    kind: z.enum(jobKinds),
    gid: z.string().min(1).max(200),
    channel: z
      .string()
      .regex(/^-?\d{1,9}$/)
      .transform(Number),
    account: z.string().max(500),
    code: z.union([z.literal(''), z.uuid()]).transform((id) => id.toLowerCase()),
  })
  .refine(({ kind, code }) => !needsCode.has(kind) || code !== '')
  .refine(({ kind, account }) => !needsAccount.has(kind) || account !== '');
const needsCode: ReadonlySet<string> = new Set(['revoke-doorcodes', 'issue-doorcodes']);
const needsAccount: ReadonlySet<string> = new Set(['assign-masters', 'replace-masters', 'revoke-shares']);

export type Failure = z.output<typeof failure> & { line: number };
/** `failure: null`: a cell that an import needs is missing or was changed. */
export type FailureLine = { line: number; failure: Failure | null };

/** Null if this is no list of failures. Only the columns for machines are read: a person may change the others. */
export function readFailures({ heading, rows }: FileTable): FailureLine[] | null {
  const headings = heading.cells.map((cell) => cellText(cell).toLowerCase());
  const at = machineColumns.map((column) => [column, headings.indexOf(column)] as const);
  if (at.some(([, index]) => index < 0)) return null;
  return rows.map(({ line, cells }) => {
    const parsed = failure.safeParse(
      Object.fromEntries(at.map(([column, index]) => [column, cellText(cells[index] ?? '')])),
    );
    return { line, failure: parsed.success ? { ...parsed.data, line } : null };
  });
}
