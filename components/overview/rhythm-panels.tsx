import { getTranslations } from 'next-intl/server';
import { DayBars } from '@/components/charts/day-bars';
import { HourBars } from '@/components/charts/hour-bars';
import { byDay } from '@/components/charts/scale';
import { ShareBars } from '@/components/charts/share-bars';
import { WeekHeat } from '@/components/charts/week-heat';
import { Panel } from '@/components/ui/panel';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { readWithheldGids } from '@/lib/archive/coverage/withheld-doors';
import type { Scope } from '@/lib/auth/scope';
import { databaseDate } from '@/lib/db/clock';
import { readLatest, readRhythm } from '@/lib/desk/overview/data';
import { zoneWords } from '@/lib/devices/time-zone';
import { isIncomplete } from '@/lib/readings/gaps';
import { eventKind } from './event-kinds';

/** When the doors are busy, and why. The charts are drawn on the server. */
export async function RhythmPanels({ scope, clock }: { scope: Scope; clock: string }) {
  // The panel of events says why.
  if (hidesEvents(scope)) return null;
  const [t, drawn, kinds, { hours: month, types }, { heard }, gaps, withheld] = await Promise.all([
    getTranslations('overview'),
    getTranslations('patterns'),
    getTranslations('common'),
    readRhythm(scope, clock),
    readLatest(scope),
    getTranslations('table.gaps'),
    readWithheldGids(scope),
  ]);
  // By the buildings' own clocks, the hours are wall times written as UTC.
  const zone = clock === 'building' ? 'UTC' : clock;
  const counted =
    clock === 'building' ? drawn('ownClocks') : t('inZone', { zone: zoneWords(clock, databaseDate()) });
  const days = byDay(month, zone);
  const week = days.slice(-7);
  // A day after a door's last read would show as zero events, although its events were never counted.
  const { rooms: doors, unread, failed, old } = heard.gaps;
  const known = doors > unread + failed + old;
  const nothing = (
    <p className="py-8 text-center text-muted">
      {isIncomplete(heard.gaps)
        ? gaps('emptyTitle')
        : kinds(withheld.size > 0 ? 'notShown' : 'chart.nothing')}
    </p>
  );
  return (
    <>
      <Panel title={t('perHour')} description={counted} className="xl:col-span-2">
        {known && week.some(({ total }) => total > 0) ? (
          <HourBars
            label={t('perHour')}
            days={week}
            zone={zone}
            hrefOfDay={(day) => `/events?${new URLSearchParams({ from: day, to: day, zone: clock })}`}
          />
        ) : (
          nothing
        )}
      </Panel>
      <Panel
        title={t('usualWeek')}
        description={
          <>
            <span className="block">{t('usualWeekText')}</span>
            <span className="block">{counted}</span>
          </>
        }
      >
        {known && month.some(({ count }) => count > 0) ? (
          <WeekHeat label={t('usualWeek')} hours={month} zone={zone} />
        ) : (
          nothing
        )}
      </Panel>
      <Panel title={t('byType')} description={counted}>
        {known && types.length > 0 ? (
          <ShareBars
            label={t('byType')}
            shares={types.map(({ type, count }) => {
              const { word, icon } = eventKind(type);
              return {
                key: type,
                label: word === 'other' ? kinds('otherEvents') : kinds(`eventTypes.${word}`),
                icon,
                count,
                href: `/events?${new URLSearchParams({ type })}`,
              };
            })}
          />
        ) : (
          nothing
        )}
      </Panel>
      <Panel
        title={drawn('perDay')}
        description={
          <>
            <span className="block">{drawn('fourWeeks')}</span>
            <span className="block">{counted}</span>
          </>
        }
        className="xl:col-span-2"
      >
        {known && month.some(({ count }) => count > 0) ? (
          // The first day is incomplete: it is cut where the four weeks begin.
          <DayBars label={drawn('perDay')} days={days.slice(1)} />
        ) : (
          nothing
        )}
      </Panel>
    </>
  );
}
