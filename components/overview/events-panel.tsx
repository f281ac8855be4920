import { getTranslations } from 'next-intl/server';
import { EventWho } from '@/components/events/event-who';
import { EventsHidden } from '@/components/events/events-hidden';
import { NewerNote } from '@/components/events/newer-note';
import { WithheldNotice } from '@/components/events/withheld-notice';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { readWithheldGids } from '@/lib/archive/coverage/withheld-doors';
import type { EventRow } from '@/lib/archive/search/rows';
import { todayOnly } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { type DoorsHeard, readLatest } from '@/lib/desk/overview/data';
import { nameInBuilding } from '@/lib/devices/door-names';
import { ClientMessages } from '@/lib/i18n/client-messages';
import { eventKind } from './event-kinds';
import { RefreshWhile } from './refresh-while';

/** `visits`: the panel of a resident's account, whose doors' events are its visits, and whose the reader calls them. */
export async function EventsPanel({ scope, visits }: { scope: Scope; visits?: 'own' | 'member' }) {
  const [t, { heard, events, seen }, withheld] = await Promise.all([
    getTranslations('overview'),
    readLatest(scope),
    readWithheldGids(scope),
  ]);
  const hidden = hidesEvents(scope);
  return (
    <Panel
      flush
      title={visits ? t('resident.visits', { whose: visits }) : t('lastEvents')}
      description={
        heard.readAt ? (
          <span key="eventsRead">
            {t.rich('eventsRead', { time: () => <RelativeTime at={heard.readAt ?? ''} /> })}
          </span>
        ) : null
      }
      actions={
        <>
          <ClientMessages use={['newer']}>
            <NewerNote seen={seen} />
          </ClientMessages>
          <Link data-chrome href="/events">
            {t('allEvents')}
          </Link>
        </>
      }
    >
      <WithheldNotice scope={scope} className="rounded-none" />
      {hidden ? (
        <div className="px-4 py-6">
          <EventsHidden scope={scope} why={hidden} />
        </div>
      ) : events.length > 0 ? (
        <ol className="divide-y divide-line">
          {events.map((event) => (
            <EventLine key={event.id} event={event} />
          ))}
        </ol>
      ) : heard.code || heard.gaps.old > 0 ? null : (
        <NoEvents heard={heard} withheld={withheld.size > 0} onlyToday={todayOnly(scope) !== null} />
      )}
      <RefreshWhile reads={heard.reading && scope.callers.length > 0} />
    </Panel>
  );
}

async function NoEvents({
  heard,
  withheld,
  onlyToday,
}: {
  heard: DoorsHeard;
  withheld: boolean;
  onlyToday: boolean;
}) {
  const t = await getTranslations('overview');
  if (heard.reading) {
    return (
      <p role="status" className="px-4 py-10 text-center text-muted">
        {t('readingEvents')}
      </p>
    );
  }
  if (withheld) return <p className="px-4 py-10 text-center text-muted">{t('eventsNotShown')}</p>;
  if (onlyToday) return <EmptyState title={t('noEventsToday')} text={t('noEventsTodayText')} />;
  return <EmptyState title={t('noEvents')} text={t('noEventsText')} />;
}

async function EventLine({ event }: { event: EventRow }) {
  const t = await getTranslations();
  const { word, icon: Icon } = eventKind(event.type);
  return (
    <li className="flex min-h-12 items-center gap-3 px-4 py-1.5">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate">
          <span>{t(`common.eventTypes.${word}`, { type: event.type })}</span>
          {event.account || event.codeName ? (
            <span>
              <span>{' · '}</span>
              <EventWho row={event} />
            </span>
          ) : null}
        </p>
        <p className="truncate text-muted text-sm">
          {event.unitLabel ? (
            <>
              <SafeText>{event.unitLabel}</SafeText>
              <span>{' · '}</span>
            </>
          ) : null}
          <SafeText>{nameInBuilding(event.doorName, event.buildingName)}</SafeText>
          <span>{' · '}</span>
          <SafeText>{event.buildingName}</SafeText>
        </p>
      </div>
      {event.at ? (
        <RelativeTime at={event.at} zone={event.zone} className="shrink-0 text-muted text-sm" />
      ) : (
        <span className="text-muted text-sm">{event.timeText || '—'}</span>
      )}
    </li>
  );
}
