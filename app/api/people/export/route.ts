import { getTranslations } from 'next-intl/server';
import { exportEntry } from '@/lib/audit/export-entry';
import { exportResponse } from '@/lib/export/stream';
import { streamPeople } from '@/lib/people/data';
import { exportablePeople, peopleColumns } from '@/lib/people/import/export-rows';
import { peopleExportQuery } from '@/lib/people/schema';
import { refuseRegister } from '@/lib/registers/ability';
import { defineHandler } from '@/lib/route';

/** The people as a file, under the table's own filters. Changed in a spreadsheet, the CSV can be imported again. */
export const GET = defineHandler({
  query: peopleExportQuery,
  ability: refuseRegister,
  audit: exportEntry('people.export'),
  run: async ({ scope, query, signal }) => {
    const t = await getTranslations('people');
    return exportResponse({
      format: query.format,
      exact: query.exact,
      name: 'doordesk-people',
      signal,
      rows: exportablePeople(streamPeople(scope, query), (state) => t(`states.${state}`)),
      columns: peopleColumns((key) => t(`columns.${key}`)),
    });
  },
});
