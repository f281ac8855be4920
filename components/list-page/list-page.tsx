import type { ReactNode } from 'react';
import { ListTrouble } from '@/components/jobs/list-trouble';
import type { KnownGaps } from '@/components/jobs/reading-gaps';
import { RefreshWhile } from '@/components/overview/refresh-while';
import { type Crumb, PageHeader } from '@/components/ui/page-header';
import type { SavedViews } from '@/components/views/saved-views';
import type { Scope } from '@/lib/auth/scope';
import type { Gaps } from '@/lib/readings/gaps';
import { NewEntryProvider } from './new-entry';
import { ReadingAge } from './reading-age';

/** What one list page shows, besides its title. */
export type ListPageParts = {
  crumbs?: Crumb[];
  /** In place of the list's own words below the title. */
  intro?: string;
  /** Right of the title. */
  actions?: ReactNode;
  /** Above all notices about the list. */
  notes?: ReactNode;
  /** How complete the data behind the rows is: rooms, or events of doors. */
  gaps?: Gaps;
  gapsOf?: 'rooms' | 'doors';
  /** The doors' events, next to `gaps` of rooms. */
  doorGaps?: KnownGaps;
  /** Lists with a form for new entries: the address asks for it. */
  asksForNew?: boolean;
  /** The table itself says why nothing is known, so the notice does not. */
  errorShown?: boolean;
  /** Rooms are read in the background. The page refreshes until they are known. */
  refreshing?: boolean;
  /** How long reading all rooms again takes; null if unknown. The page says how old its oldest fact is. */
  roundSeconds?: number | null;
  /** The table, and what belongs around it. */
  children: ReactNode;
};

/** Every list page: its header, what is not known of its list, and the list. */
export function ListPage({
  title,
  intro,
  crumbs = [],
  actions,
  notes,
  scope,
  views,
  gaps,
  gapsOf = 'rooms',
  doorGaps,
  errorShown = false,
  refreshing = false,
  roundSeconds,
  asksForNew,
  children,
}: ListPageParts & { title: string; intro: string; scope: Scope; views: SavedViews }) {
  const page = (
    <>
      <PageHeader
        title={title}
        description={intro}
        crumbs={crumbs}
        actions={
          <>
            {views.menu}
            {actions}
          </>
        }
      />
      {views.notes}
      {notes}
      <ListTrouble
        scope={scope}
        gaps={[
          ...(gaps ? [{ gaps: errorShown ? { ...gaps, failed: 0 } : gaps, what: gapsOf }] : []),
          ...(doorGaps ? [doorGaps] : []),
        ]}
      />
      {gaps && refreshing && scope.callers.length > 0 ? (
        <RefreshWhile reads={errorShown || gaps.unread + gaps.old > 0} />
      ) : null}
      {roundSeconds !== undefined && gaps && gaps.unread === 0 ? (
        <ReadingAge readAt={gaps.readAt} seconds={roundSeconds} />
      ) : null}
      {children}
    </>
  );
  return asksForNew === undefined ? page : <NewEntryProvider asked={asksForNew}>{page}</NewEntryProvider>;
}
