import { getFormatter, getTranslations } from 'next-intl/server';
import { DayBars } from '@/components/charts/day-bars';
import { byDay } from '@/components/charts/scale';
import { ShareBars } from '@/components/charts/share-bars';
import { WeekHeat } from '@/components/charts/week-heat';
import { eventKind } from '@/components/overview/event-kinds';
import { Panel } from '@/components/ui/panel';
import { eventsHref } from '@/lib/archive/events/address';
import { readPatterns } from '@/lib/archive/search/event-patterns';
import type { EventsQuery } from '@/lib/archive/search/schema';
import type { Scope } from '@/lib/auth/scope';

/** Charts of the same events as the list, with its filters and range. */
export async function Patterns({
  scope,
  query,
  withheld,
}: {
  scope: Scope;
  query: EventsQuery;
  /** A matching door has events that are not shown. */
  withheld: boolean;
}) {
  const [t, format, common, found] = await Promise.all([
    getTranslations('patterns'),
    getFormatter(),
    getTranslations('common'),
    readPatterns(scope, query),
  ]);
  if (found === 'too-many') return <p className="text-muted">{t('tooMany')}</p>;
  if (found.hours.length === 0)
    return <p className="text-muted">{common(withheld ? 'notShown' : 'chart.nothing')}</p>;
  // In each building's own zone, the hours are already local.
  const zone = query.zone === 'building' ? 'UTC' : query.zone;
  const since = found.since
    ? format.dateTime(new Date(`${found.since}T12:00:00Z`), 'day', { timeZone: 'UTC' })
    : null;
  return (
    <div className="grid items-start gap-4 *:min-w-0 xl:grid-cols-3">
      <Panel title={t('perDay')} description={since ? t('since', { day: since }) : null}>
        <DayBars label={t('perDay')} days={byDay(found.hours, zone)} />
      </Panel>
      <Panel title={t('week')} description={query.zone === 'building' ? t('ownClocks') : zone}>
        <WeekHeat
          label={t('week')}
          hours={found.hours}
          zone={zone}
          hrefOf={(weekday, hour) => eventsHref(query, { weekday: [String(weekday)], hour: [String(hour)] })}
        />
      </Panel>
      <Panel title={t('byType')}>
        <ShareBars
          label={t('byType')}
          shares={found.types.map(({ type, count }) => {
            const { word, icon } = eventKind(type);
            return {
              key: type,
              label: word === 'other' ? common('otherEvents') : common(`eventTypes.${word}`),
              icon,
              count,
              href: eventsHref(query, { type: [type as EventsQuery['type'][number]] }),
            };
          })}
        />
      </Panel>
    </div>
  );
}
