import type { AuditDetail } from '@/lib/db/tables/audit';
import { readSearchParams } from '@/lib/table/search-params';
import { describeFilter } from './filter-words';
import { eventsExportQuery } from './schema';

/** What of the events page's address says nothing of which events are in a file, nor in which order. */
const noFilter = [
  'format',
  'exact',
  'limit',
  'offset',
  'after',
  'before',
  'at',
  'sort',
  'locale',
  'visits',
  'view',
  'open',
];

/** The filter and the order as the events page's address has it, from an export's address or a page's. */
export function filterAddress(search: URLSearchParams): string {
  const kept = [...search].filter(([name, value]) => value !== '' && !noFilter.includes(name));
  return new URLSearchParams(kept).toString();
}

/** The filter that such an address stands for; throws zod's error when it stands for none. */
export function readFilterAddress(address: string) {
  return eventsExportQuery.parse(readSearchParams(new URLSearchParams(address)));
}

/** What such an address narrows events to; nothing of one that is understood no more. */
export function describeAddress(address: string): AuditDetail {
  try {
    return describeFilter(readFilterAddress(address));
  } catch {
    return {};
  }
}
