import { getTranslations } from 'next-intl/server';
import { refuseRegister } from '@/lib/abilities/registers';
import { defineListExport } from '@/lib/files/define-list-export';
import { exportablePeople, peopleColumns } from '@/lib/registers/import/export-rows';
import { streamPeople } from '@/lib/registers/people/data';
import { peopleQuery } from '@/lib/registers/people/schema';

/** The tenants as a file, with the table's filters. The CSV can be edited and imported again. */
export const GET = defineListExport({
  list: 'people',
  isOwn: true,
  query: peopleQuery,
  ability: refuseRegister,
  read: async ({ scope, query }) => {
    const t = await getTranslations('people');
    return {
      rows: exportablePeople(streamPeople(scope, query), (state) => t(`states.${state}`)),
      columns: peopleColumns((key) => t(`columns.${key}`)),
    };
  },
});
