import { refuseEvents } from '@/lib/abilities/archive';
import { filterAddress } from '@/lib/archive/search/filter-address';
import { describeFilter } from '@/lib/archive/search/filter-words';
import { eventsExportQuery } from '@/lib/archive/search/schema';
import { defineHandler } from '@/lib/http/route';
import type { Locale } from '@/lib/i18n/preferences/names';
import { exportWords } from './events/export-words';
import { makeFile } from './events/make-file';
import { beginFile } from './mutations';
import { download } from './write/answer-download';
import { probeExportSlot } from './write/connection';

export function eventsExportHandler(findLocale: () => Promise<Locale>) {
  return defineHandler({
    query: eventsExportQuery,
    needs: 'export',
    ability: refuseEvents,
    audit: (query) => ({ action: 'events.export', subject: query.format, detail: describeFilter(query) }),
    settles: true,
    probe: probeExportSlot,
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
      return download(making, { format, name, reader: { scope, signal } });
    },
  });
}
