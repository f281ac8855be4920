import { getTranslations } from 'next-intl/server';
import { refuseRegister } from '@/lib/abilities/registers';
import { exportResponse } from '@/lib/files/write/stream';
import { defineHandler } from '@/lib/http/route';
import { exportablePeople, peopleColumns } from '@/lib/registers/import/export-rows';
import { streamPeople } from '@/lib/registers/people/data';
import { peopleExportQuery } from '@/lib/registers/people/schema';
import { exportEntry } from '@/lib/table/export-entry';

/** The tenants as a file, with the table's filters. The CSV can be edited and imported again. */
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
