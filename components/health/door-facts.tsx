'use client';

import { CircleAlert, CircleCheck, Clock, Hourglass, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tooltip } from '@/components/ui/tooltip';
import type { DoorHealth } from '@/lib/health/data';
import { useDurationWords } from './use-duration-words';

// Facts of a door, each as a table's cell and its details show them.

/** When the door was last read, and whether the newest try failed. */
export function ReadFact({ door }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const at = door.lastReadAt;
  if (door.errorCode === null) return at === null ? t('never') : <RelativeTime at={at} />;
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <CircleAlert aria-hidden className="size-4 shrink-0 text-bad" />
      <span className="truncate">
        {at === null ? t('failed') : t.rich('readFailed', { time: () => <RelativeTime key="at" at={at} /> })}
      </span>
    </span>
  );
}

/** How much is kept; after a reading that failed nobody knows what has come since, whatever was complete before. */
export function ArchiveFact({ door: { complete, errorCode, archived, gaps } }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const word = complete ? 'complete' : errorCode === null ? 'partial' : 'unsure';
  return (
    <>
      {t(word, { count: archived })}
      {gaps > 0 ? ` · ${t('gaps', { count: gaps })}` : null}
    </>
  );
}

/** Silence in words; only where the door was asked lately, since one that is not asked says nothing. */
export function RhythmFact({ door, short = false }: { door: DoorHealth; short?: boolean }) {
  const t = useTranslations('health');
  const words = useDurationWords();
  const { silent } = door;
  const usual = door.usualMs === null ? null : words(door.usualMs);
  const Icon = silent ? TriangleAlert : door.state === 'usual' ? CircleCheck : Hourglass;
  return (
    <span
      className={short ? 'inline-flex max-w-full items-center gap-1.5' : 'inline-flex items-start gap-1.5'}
    >
      <Icon
        aria-hidden
        className={`size-4 shrink-0 ${short ? '' : 'mt-0.5'} ${silent ? 'text-warn' : 'text-muted'}`}
      />
      <span className={short ? 'truncate' : undefined}>
        {silent && usual !== null
          ? t(short ? 'silentShort' : 'silent', { silent: words(door.silentMs ?? 0), usual })
          : door.state === 'usual' && usual !== null
            ? t(short ? 'usualShort' : 'usualEvery', { usual })
            : t('notKnown')}
      </span>
    </span>
  );
}

/** What its events tell of the door's clock; `why`: also what that rests on. */
export function ClockFact({ door: { clock }, why = false }: { door: DoorHealth; why?: boolean }) {
  const t = useTranslations('health');
  const words = useDurationWords();
  const { state } = clock;
  const off = state === 'ahead' || state === 'behind' || state === 'late' ? state : null;
  const reason = off
    ? t(`${off}Why`, { count: clock.seen })
    : clock.withinMs !== null
      ? t('within', { time: words(clock.withinMs) })
      : null;
  const fact = off ? (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <Clock aria-hidden className="size-4 shrink-0 text-warn" />
      <span className="truncate">{t(off, { time: words(clock.offMs ?? 0) })}</span>
    </span>
  ) : (
    <span className="text-muted">{t(state === 'fits' ? 'noEvidence' : 'notKnown')}</span>
  );
  if (reason === null) return fact;
  if (!why) return <Tooltip text={reason}>{fact}</Tooltip>;
  return (
    <>
      {fact}
      <p className="text-muted text-sm">{reason}</p>
    </>
  );
}

/** The cloud's own clock, which its answers tell. */
export function CloudClockFact({ door: { cloudClock } }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const words = useDurationWords();
  if (cloudClock === null) return t('cloudSilent');
  const { state, offMs } = cloudClock;
  return (
    <>
      {state === 'agrees' ? (
        t('cloudAgrees')
      ) : (
        <span className="inline-flex max-w-full items-center gap-1.5">
          <Clock aria-hidden className="size-4 shrink-0 text-warn" />
          {t(state === 'ahead' ? 'ahead' : 'cloudBehind', { time: words(offMs) })}
        </span>
      )}
      <p className="text-muted text-sm">{t('cloudWhy')}</p>
    </>
  );
}
