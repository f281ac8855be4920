import { after } from 'next/server';
import { BuildingsTable } from '@/components/buildings/buildings-table';
import { MissingLists } from '@/components/doorcodes/missing-lists';
import { UnseenNote } from '@/components/doorcodes/unseen-note';
import { defineListPage } from '@/components/list-page/define-list-page';
import { loadBuildings } from '@/lib/buildings/data';
import { buildingsQuery } from '@/lib/buildings/schema';
import { freshenFailed } from '@/lib/desk/overview/freshen';
import { sumGaps } from '@/lib/readings/gaps';
import { readRoundSeconds } from '@/lib/readings/keep-round';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'buildings',
  query: buildingsQuery,
  show: async ({ scope, query, table }) => {
    const [{ rows: all, counts }, roundSeconds] = await Promise.all([
      loadBuildings(scope, query),
      readRoundSeconds(scope),
    ]);
    const doorsKnown = sumGaps(all.map((row) => row.eventGaps));
    const doors = all.reduce((sum, row) => sum + row.doors, 0);
    after(() => freshenFailed(scope));
    const rows = all.slice(query.offset, query.offset + query.limit);
    return {
      notes: (
        <>
          <UnseenNote />
          <MissingLists scope={scope} />
        </>
      ),
      gaps: sumGaps(all.map((row) => row.gaps)),
      roundSeconds,
      doorGaps: { what: 'doors', gaps: doorsKnown, roomless: doors - doorsKnown.rooms },
      children: (
        <BuildingsTable list={{ ...table, rows: packRows(rows), total: all.length }} zones={counts.zone} />
      ),
    };
  },
});

export { generateMetadata };
export default page;
