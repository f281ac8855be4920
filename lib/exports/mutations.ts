import { describeFilter } from '@/lib/archive/filter-words';
import { eventsExportQuery } from '@/lib/archive/schema';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { type ExportFormat, exportFiles } from '@/lib/export/stream';
import { readSearchParams } from '@/lib/table/search-params';
import type { FileRecord } from './file-records';

/** What of the events page's address is no filter. */
const noFilter = ['format', 'limit', 'offset', 'after', 'before', 'sort', 'dir', 'locale'];

/** The filter as the events page's address has it, from an export's address or a page's. */
export function filterAddress(search: URLSearchParams): string {
  const kept = [...search].filter(([name, value]) => value !== '' && !noFilter.includes(name));
  return new URLSearchParams(kept).toString();
}

/** The filter that such an address stands for; throws zod's error when it stands for none. */
export function readFilterAddress(address: string) {
  return eventsExportQuery.parse(readSearchParams(new URLSearchParams(address)));
}

/** Notes a file that is about to be made for somebody who waits for it. */
export async function beginFile(
  scope: StandingScope,
  order: {
    format: ExportFormat;
    locale: 'en' | 'zh';
    /** Without the ending. */
    name: string;
    query: string;
    intentSeq: number | null;
  },
): Promise<FileRecord> {
  return getDb()
    .insertInto('export_file')
    .values({
      workspace_id: scope.workspaceId,
      schedule_id: null,
      due_at: null,
      state: 'running',
      code: null,
      format: order.format,
      name: `${order.name}.${exportFiles[order.format].extension}`,
      query: order.query,
      filter: JSON.stringify(describeFilter(readFilterAddress(order.query))),
      locale: order.locale,
      actor: scope.actor,
      account: scope.account,
      role: scope.role,
      intent_seq: order.intentSeq,
      rows: null,
      bytes: null,
      sha256: null,
      manifest: null,
      finished_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A scheduled file's bytes and record; the audit log keeps that it was there. False: there is no such file here. */
export async function deleteFile(scope: StandingScope, id: string): Promise<boolean> {
  const { numDeletedRows } = await getDb()
    .deleteFrom('export_file')
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .where('state', '<>', 'running')
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
