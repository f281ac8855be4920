import type { AuditDetail } from '@/lib/db/tables/audit';
import { readSearchParams } from '@/lib/table/search-params';
import { describeFilter } from './filter-words';
import { eventsExportQuery } from './schema';

/** Query parameters that do not filter or order events. */
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

export function filterAddress(search: URLSearchParams): string {
  const kept = [...search].filter(([name, value]) => value !== '' && !noFilter.includes(name));
  return new URLSearchParams(kept).toString();
}

export function readFilterAddress(address: string) {
  return eventsExportQuery.parse(readSearchParams(new URLSearchParams(address)));
}

/** Nothing for an address that no longer parses. */
export function describeAddress(address: string): AuditDetail {
  try {
    return describeFilter(readFilterAddress(address));
  } catch {
    return {};
  }
}
