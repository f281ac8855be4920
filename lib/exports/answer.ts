import { refuseEvents } from '@/lib/archive/ability';
import { exportWords } from '@/lib/archive/export-words';
import { describeFilter } from '@/lib/archive/filter-words';
import { eventsExportQuery } from '@/lib/archive/schema';
import { download } from '@/lib/export/download';
import type { Locale } from '@/lib/preferences/names';
import { defineHandler } from '@/lib/route';
import { filterAddress } from './filter-address';
import { makeFile } from './making';
import { beginFile } from './mutations';

/** Answers an export of events: recorded from its first line to its last, or to where it was given up. */
export function eventsExportHandler(findLocale: () => Promise<Locale>) {
  return defineHandler({
    query: eventsExportQuery,
    ability: refuseEvents,
    audit: (query) => ({ action: 'events.export', subject: query.format, detail: describeFilter(query) }),
    settles: true,
    run: async ({ scope, query, request, signal, intentSeq }) => {
      const { format, exact } = query;
      const locale = await findLocale();
      const { name } = await exportWords(locale);
      const address = filterAddress(new URL(request.url).searchParams);
      const making = await makeFile(scope, query, {
        format,
        exact,
        locale,
        kept: false,
        record: () => beginFile(scope, { format, locale, name, query: address, intentSeq }),
      });
      return download(making, { format, name, signal });
    },
  });
}
