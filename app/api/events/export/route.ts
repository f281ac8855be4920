import { getTranslations } from 'next-intl/server';
import { refuseEvents } from '@/lib/archive/ability';
import { streamEvents } from '@/lib/archive/data';
import { exportColumns, exportRows } from '@/lib/archive/export-rows';
import { describeFilter } from '@/lib/archive/filter-words';
import { eventsExportQuery } from '@/lib/archive/schema';
import { exportResponse } from '@/lib/export/stream';
import { defineHandler } from '@/lib/route';

/** Every event that the filter matches, as a file. */
export const GET = defineHandler({
  query: eventsExportQuery,
  ability: refuseEvents,
  audit: (query) => ({ action: 'events.export', subject: query.format, detail: describeFilter(query) }),
  run: async ({ scope, query, signal }) => {
    const t = await getTranslations('events');
    // Looked up once: a million rows have a dozen words between them.
    const word = cached((key) => t(key as Parameters<typeof t>[0]));
    const words = {
      title: (key: string) => word(`export.titles.${key}`),
      type: (key: string, number: number) =>
        key === 'other' ? t('types.other', { number: String(number) }) : word(`types.${key}`),
      attribution: (key: string) => word(`export.attributions.${key}`),
      fit: (key: string) => word(`export.fits.${key}`),
    };
    return exportResponse({
      format: query.format,
      name: t('export.name'),
      signal,
      columns: exportColumns(words),
      rows: exportRows(streamEvents(scope, query), words),
    });
  },
});

function cached(make: (key: string) => string): (key: string) => string {
  const made = new Map<string, string>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
