import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { defineListPage } from '@/components/list-page/define-list-page';
import { MastersTable } from '@/components/masters/masters-table';
import { mayMaster } from '@/lib/abilities/masters';
import { freshenLists } from '@/lib/desk/overview/freshen-lists';
import { listMasters } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';
import { buildingOptions } from '@/lib/places/building-options';
import { readRoundSeconds } from '@/lib/readings/keep-round';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'masters',
  query: mastersQuery,
  show: async ({ scope, query, table }) => {
    const [{ counts, ...found }, roundSeconds] = await Promise.all([
      listMasters(scope, query),
      readRoundSeconds(scope),
    ]);
    after(() => freshenLists(scope, query.building));
    const may = (action: 'assign' | 'replace' | 'remove') =>
      scope.channels.some((channel) => mayMaster(scope, channel, action));
    const t = await getTranslations('masters.newLandlord');
    return {
      notes:
        scope.role === 'tenant' ? null : <p className="mb-3 max-w-4xl text-muted text-sm">{t(scope.role)}</p>,
      gaps: found.gaps,
      refreshing: true,
      roundSeconds,
      children: (
        <MastersTable
          list={{ ...table, ...found, rows: packRows(found.rows) }}
          buildings={buildingOptions(scope, (channel) => mayMaster(scope, channel, 'see'), counts.building)}
          states={counts.state}
          may={{ assign: may('assign'), replace: may('replace'), remove: may('remove') }}
        />
      ),
    };
  },
});

export { generateMetadata };
export default page;
