'use client';

import { useFormatter, useNow, useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { zoneWords } from '@/lib/devices/time-zone';
import { chosenClock } from '@/lib/i18n/preferences/names';
import { usePreferences } from './preferences';
import { Tooltip } from './tooltip';

let minute = 0;

const known = new Map<string, boolean>();

// A zone comes from the vendor or from a form; one that the platform does not know must not take the page down.
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

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

// One clock for every moment on the page: two hundred rows must not each keep a timer.
function subscribe(changed: () => void) {
  listeners.add(changed);
  timer ??= setInterval(() => {
    minute += 1;
    for (const listener of listeners) listener();
  }, 30_000);
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * A moment: relative, with the exact one on hover and focus; or the exact one at once, when the person prefers it. The
 * server and the browser begin from the same "now", so nothing changes when the page comes alive.
 */
export function RelativeTime({
  at,
  zone,
  exact = false,
  className,
}: {
  /** ISO, or milliseconds. */
  at: string | number | Date;
  /** IANA zone of the building; the person's own when absent. The zone that he has chosen for all moments wins. */
  zone?: string | undefined;
  /** Always the moment itself, whatever the person prefers: for windows and appointments. */
  exact?: boolean;
  className?: string;
}) {
  const t = useTranslations('common');
  const format = useFormatter();
  const start = useNow();
  const { preferences } = usePreferences();
  const ticked = useSyncExternalStore(
    subscribe,
    () => minute,
    () => 0,
  );
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return null;
  const clock = chosenClock(preferences);
  const building = zone && isKnown(zone) ? zone : preferences.ownZone;
  const timeZone = clock === 'building' ? building : clock;
  // Until the clock has ticked, the server's; after that the browser's own.
  const now = ticked === 0 ? start : new Date();
  // A clock that is ahead by seconds must not say "in 3 seconds" of something that has happened.
  const shift = date.getTime() - now.getTime();
  const shown =
    exact || preferences.times === 'exact'
      ? format.dateTime(date, 'moment', { timeZone })
      : shift > -1000 && shift < 60_000
        ? t('justNow')
        : format.relativeTime(date, { now, style: 'long' });
  return (
    <Tooltip
      text={() => `${format.dateTime(date, 'exact', { timeZone })} · ${zoneWords(timeZone, date)}`}
      className={className}
    >
      <time dateTime={date.toISOString()} className="tabular whitespace-nowrap">
        {shown}
      </time>
    </Tooltip>
  );
}
