import { Plus } from 'lucide-react';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { describeMakers } from '@/components/doorcodes/describe-makers';
import { DoorcodesTable } from '@/components/doorcodes/doorcodes-table';
import { ElsewherePanel } from '@/components/doorcodes/elsewhere-panel';
import { MissingLists } from '@/components/doorcodes/missing-lists';
import { PendingRequests } from '@/components/doorcodes/pending-requests';
import { UnseenNote } from '@/components/doorcodes/unseen-note';
import { defineListPage } from '@/components/list-page/define-list-page';
import { Part } from '@/components/overview/part';
import { ButtonLink } from '@/components/ui/button-link';
import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { freshenLists } from '@/lib/desk/overview/freshen-lists';
import { loadDoorcodes } from '@/lib/doorcodes/data';
import { openRequests } from '@/lib/doorcodes/requests';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { buildingOptions } from '@/lib/places/building-options';
import { nothingKnown } from '@/lib/readings/gaps';
import { readRoundSeconds } from '@/lib/readings/keep-round';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'doorcodes',
  query: doorcodesQuery,
  show: async ({ scope, query, params, table }) => {
    const [t, madeBy, { rows, total, gaps, counts }, requests, roundSeconds] = await Promise.all([
      getTranslations('doorcodes'),
      describeMakers(scope),
      loadDoorcodes(scope, query),
      openRequests(scope),
      readRoundSeconds(scope),
    ]);
    after(() => freshenLists(scope, query.building));
    const mayIssue = scope.channels.some((channel) => mayDoorcode(scope, channel, 'issue'));
    return {
      intro: t('introOf', { madeBy }),
      actions: mayIssue ? (
        <ButtonLink href="/doorcodes/new" tone="primary" icon={Plus}>
          {t('new')}
        </ButtonLink>
      ) : null,
      notes: (
        <>
          <UnseenNote />
          <MissingLists scope={scope} />
          {scope.role === 'manager' ? null : (
            <p className="mb-3 max-w-4xl text-muted text-sm">{t('ownPin')}</p>
          )}
          <PendingRequests requests={requests} />
        </>
      ),
      gaps,
      errorShown: nothingKnown(gaps) !== null,
      refreshing: true,
      roundSeconds,
      children: (
        <>
          <DoorcodesTable
            list={{ ...table, rows: packRows(rows), total, gaps, error: nothingKnown(gaps) }}
            buildings={buildingOptions(
              scope,
              (channel) => mayDoorcode(scope, channel, 'see'),
              counts.building,
            )}
            states={counts.state}
            mayIssue={mayIssue}
            mayRevoke={scope.channels.some((channel) => mayDoorcode(scope, channel, 'revoke'))}
            severalAccounts={scope.isMerged}
          />
          <Part skeleton={null}>{() => ElsewherePanel({ scope, all: params.made === 'elsewhere' })}</Part>
        </>
      ),
    };
  },
});

export { generateMetadata };
export default page;
