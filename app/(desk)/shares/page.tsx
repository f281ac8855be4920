import { after } from 'next/server';
import { defineListPage } from '@/components/list-page/define-list-page';
import { NewShare } from '@/components/shares/new-share';
import { SharesTable } from '@/components/shares/shares-table';
import { mayShare } from '@/lib/abilities/shares';
import { freshenLists } from '@/lib/desk/overview/freshen-lists';
import { buildingOptions } from '@/lib/places/building-options';
import { nothingKnown } from '@/lib/readings/gaps';
import { readRoundSeconds } from '@/lib/readings/keep-round';
import { listShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'shares',
  query: sharesQuery,
  show: async ({ scope, query, table }) => {
    const [{ counts, ...found }, roundSeconds] = await Promise.all([
      listShares(scope, query),
      readRoundSeconds(scope),
    ]);
    after(() => freshenLists(scope, query.building));
    return {
      actions: scope.channels.some((channel) => mayShare(scope, channel, 'add')) ? <NewShare /> : null,
      gaps: found.gaps,
      errorShown: nothingKnown(found.gaps) !== null,
      refreshing: true,
      roundSeconds,
      children: (
        <SharesTable
          list={{ ...table, ...found, rows: packRows(found.rows), error: nothingKnown(found.gaps) }}
          buildings={buildingOptions(scope, (channel) => mayShare(scope, channel, 'see'), counts.building)}
          states={counts.state}
          maySee={scope.channels.some((channel) => mayShare(scope, channel, 'see'))}
          mayRemove={scope.channels.some((channel) => mayShare(scope, channel, 'remove'))}
        />
      ),
    };
  },
});

export { generateMetadata };
export default page;
