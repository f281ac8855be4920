import type { AuditRow } from './data';

export type AuditExportRow = Omit<AuditRow, 'at' | 'detail'> & { at: Date; detail: string };

/** Codes and not words, so that a file reads the same in every language. */
export async function* exportableRows(rows: AsyncIterable<AuditRow>): AsyncGenerator<AuditExportRow> {
  for await (const row of rows) {
    yield { ...row, at: new Date(row.at), detail: detailText(row.detail) };
  }
}

function detailText(detail: AuditRow['detail']): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${value ?? ''}`)
    .join('; ');
}
