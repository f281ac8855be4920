import type { AuditDetail } from '@/lib/db/tables/audit';

const notNarrowing = new Set(['format', 'sort', 'dir', 'offset', 'limit']);

/** Format and filters of the export. Digits of the search text are left out: it may be a doorcode, and the log holds none. */
export function exportEntry(action: `${string}.export`) {
  return ({ format, ...query }: { format: string } & Record<string, unknown>) => {
    const detail: AuditDetail = {};
    for (const [key, value] of Object.entries(query)) {
      const words = Array.isArray(value) ? value.map((one) => String(one) || '—').join(', ') : value;
      if (notNarrowing.has(key) || typeof words !== 'string' || words === '') continue;
      if (key === 'q') detail.search = words.replace(/\p{Nd}/gu, '•');
      else detail[key] = words;
    }
    return { action, subject: format, detail };
  };
}
