'use client';

import { useFormatter, useNow, useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { zoneWords } from '@/lib/devices/time-zone';
import { chosenClock } from '@/lib/i18n/preferences/names';
import { usePreferences } from './preferences';
import { steadyNow } from './steady-now';
import { Tooltip } from './tooltip';
import { usePrinting } from './use-printing';

/** When moments were last looked at. null: not yet in this browser. */
let lastTick: number | null = null;

const known = new Map<string, boolean>();

// Zones come from the vendor or from a form. An unknown one must not crash the page.
function isKnown(zone: string): boolean {
  let answer = known.get(zone);
  if (answer === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      answer = true;
    } catch {
      answer = false;
    }
    known.set(zone, answer);
  }
  return answer;
}

/** A moment to the second with its zone: the building's, the person's own or the one chosen for all times. */
function useExactWords(zone: string | undefined) {
  const format = useFormatter();
  const { preferences } = usePreferences();
  const clock = chosenClock(preferences);
  const building = zone && isKnown(zone) ? zone : preferences.ownZone;
  const timeZone = clock === 'building' ? building : clock;
  const words = (date: Date) =>
    `${format.dateTime(date, 'exact', { timeZone })} · ${zoneWords(timeZone, date)}`;
  return { timeZone, words };
}

/** A moment as details of a record write it. */
export function ExactTime({ at }: { at: string }) {
  const { words } = useExactWords(undefined);
  return (
    <time dateTime={at} className="tabular">
      {words(new Date(at))}
    </time>
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

// One timer for all moments on the page, because a page can have hundreds.
function subscribe(changed: () => void) {
  listeners.add(changed);
  // On a page without moments the timer rested, so the last tick may be minutes old.
  if (timer === undefined && lastTick !== null) lastTick = Date.now();
  timer ??= setInterval(() => {
    lastTick = Date.now();
    for (const listener of listeners) listener();
  }, 1_000);
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * A moment, relative or exact as the person prefers. Server and browser start from the same "now", so hydration
 * changes nothing.
 */
export function RelativeTime({
  at,
  zone,
  exact = false,
  className,
}: {
  at: string | number | Date;
  /** The building's IANA zone; by default the person's own. A zone chosen for all times has priority. */
  zone?: string | undefined;
  /** Always exact, for the periods of codes and for appointments. */
  exact?: boolean;
  className?: string;
}) {
  const t = useTranslations('common');
  const format = useFormatter();
  const start = useNow();
  const { preferences } = usePreferences();
  const exactly = useExactWords(zone);
  const printing = usePrinting();
  const date = new Date(at);
  // An age on paper says nothing the next day, and no pointer shows the zone.
  const isExact = exact || printing || preferences.times === 'exact';
  // The server's time until the first tick, then the browser's.
  const since = (tick: number | null) => (isExact ? 0 : steadyNow(date.getTime(), tick ?? start.getTime()));
  const now = useSyncExternalStore(
    subscribe,
    () => since(lastTick),
    () => since(null),
  );
  if (Number.isNaN(date.getTime())) return null;
  const { timeZone, words } = exactly;
  // A clock that is a few seconds ahead must not show "in 3 seconds" for a past event.
  const shift = date.getTime() - now;
  const shown = printing
    ? words(date)
    : isExact
      ? format.dateTime(date, 'moment', { timeZone })
      : shift > -1000 && shift < 60_000
        ? t('justNow')
        : format.relativeTime(date, { now, style: 'long' });
  return (
    <Tooltip text={() => words(date)} className={className}>
      {/* In a notice, screen readers would announce each second. */}
      <time aria-live="off" dateTime={date.toISOString()} className="tabular whitespace-nowrap">
        {shown}
      </time>
    </Tooltip>
  );
}
