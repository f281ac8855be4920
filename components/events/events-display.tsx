'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useOptimistic, useTransition } from 'react';
import { useTableAddress } from '@/components/data-table/use-table-address';
import { usePreferences } from '@/components/ui/preferences';
import { savePreference } from '@/lib/i18n/preferences/cookie';
import { ClockChoice } from './clock-choice';
import type { Clock } from './event-time';
import { useTimelineOpen } from './use-timeline-open';

/** How the events are shown: grouped or not, with which charts, in which time zone. All but the zone is remembered. */
export function EventsDisplay({
  clock,
  ownZone,
  visits,
}: {
  clock: Clock;
  ownZone: string;
  visits: boolean;
}) {
  const t = useTranslations('events');
  const visitWords = useTranslations('visits');
  const address = useTableAddress();
  const router = useRouter();
  const { preferences, setTimeline } = usePreferences();
  const timeline = useTimelineOpen();
  const [patterns, setPatterns] = useOptimistic(preferences.patterns === '1');
  const [, startTransition] = useTransition();
  const choices = [
    {
      label: visitWords('group'),
      checked: (address.params.get('visits') ?? (visits ? '1' : '0')) === '1',
      // Also in the address, so that a link shows the same.
      choose: (value: '0' | '1') => {
        savePreference('visits', value);
        address.change({ visits: value });
      },
    },
    { label: t('histogram.label'), checked: timeline, choose: setTimeline },
    {
      label: t('patterns'),
      checked: patterns,
      choose: (value: '0' | '1') => {
        savePreference('patterns', value);
        startTransition(() => {
          setPatterns(value === '1');
          router.refresh();
        });
      },
    },
  ];
  return (
    <>
      <div>
        {choices.map(({ label, checked, choose }) => (
          <label key={label} className="flex min-h-7 items-center gap-2 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              className="size-4"
              checked={checked}
              onChange={(event) => choose(event.target.checked ? '1' : '0')}
            />
            {label}
          </label>
        ))}
      </div>
      <div>
        <p aria-hidden className="mb-1.5 font-medium text-muted text-xs">
          {t('clock.label')}
        </p>
        <ClockChoice clock={clock} ownZone={ownZone} />
      </div>
    </>
  );
}
