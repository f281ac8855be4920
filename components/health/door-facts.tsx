'use client';

import { CircleAlert, Clock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tooltip } from '@/components/ui/tooltip';
import type { DoorClock } from '@/lib/archive/health/clock';
import type { DoorHealth } from '@/lib/archive/health/data';
import { useDurationWords } from './use-duration-words';

const oneLine = 'inline-flex max-w-full items-center gap-1.5 align-middle';

// Values of a door, for the table's cells and for the details.

/** If events are withheld, or only today's are seen, no event does not mean "never". */
export function HeardFact({ door: { heardAt, withheld, archived } }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const common = useTranslations('common');
  if (heardAt !== null) return <RelativeTime at={heardAt} />;
  return <span>{withheld === null && archived !== null ? t('never') : common('notShown')}</span>;
}

/** When the door was last read, and whether the newest try failed. */
export function ReadFact({ door }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const at = door.lastReadAt;
  if (door.errorCode === null) return at === null ? <span>{t('never')}</span> : <RelativeTime at={at} />;
  return (
    <span className={oneLine}>
      <CircleAlert aria-hidden className="size-4 shrink-0 text-bad" />
      <span className="truncate">
        {at === null ? (
          t('failed')
        ) : (
          <span key="readFailed">
            {t.rich('readFailed', { time: () => <RelativeTime key="at" at={at} /> })}
          </span>
        )}
      </span>
    </span>
  );
}

/** How much is archived. After a failed or stopped read, newer events may be missing. */
export function ArchiveFact({ door, short = false }: { door: DoorHealth; short?: boolean }) {
  const t = useTranslations('health');
  const { complete, readToEnd, errorCode, archived, gaps, withheld, withheldBecause } = door;
  if (withheld !== null) {
    const why = withheldBecause === 'unproven' ? 'unproven' : 'withheld';
    return <span>{t(short ? 'withheldShort' : why, { count: withheld })}</span>;
  }
  if (door.lastReadAt === null && archived === 0) {
    return <span className={short ? 'text-muted' : undefined}>{t('notKnown')}</span>;
  }
  if (archived === null || gaps === null)
    return <span className={short ? 'text-muted' : undefined}>{t(short ? 'someShort' : 'some')}</span>;
  const word = complete ? 'complete' : readToEnd ? 'stopped' : errorCode === null ? 'partial' : 'unsure';
  if (short) {
    return gaps > 0 ? (
      <span>{t('gapsShort', { gaps: t('gaps', { count: gaps }), count: archived })}</span>
    ) : (
      <span>{t(`${word}Short`, { count: archived })}</span>
    );
  }
  return (
    <>
      <span>{t(word, { count: archived })}</span>
      <span>{gaps > 0 ? ` · ${t('gaps', { count: gaps })}` : null}</span>
    </>
  );
}

/** The state of the door's clock. The evidence is in the tooltip. */
export function ClockCell({ door: { clock } }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const words = useDurationWords();
  const { state, offMs } = clock;
  if (!isOff(state)) {
    return <span className="text-muted">{t(state === 'fits' ? 'noEvidenceShort' : 'notKnown')}</span>;
  }
  return (
    <Tooltip text={() => t(`${state}Why`, { count: clock.seen })}>
      <span className={oneLine}>
        <Clock aria-hidden className="size-4 shrink-0 text-warn" />
        <span className="truncate">{t(`${state}Short`, { time: words(offMs ?? 0) })}</span>
      </span>
    </Tooltip>
  );
}

export function ClockFact({ door: { clock } }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const words = useDurationWords();
  const { state, offMs, withinMs } = clock;
  if (isOff(state)) {
    return (
      <>
        <span className="inline-flex items-center gap-1.5">
          <Clock aria-hidden className="size-4 shrink-0 text-warn" />
          <span>{t(state, { time: words(offMs ?? 0) })}</span>
        </span>
        <p className="text-muted text-sm">{t(`${state}Why`, { count: clock.seen })}</p>
      </>
    );
  }
  return (
    <>
      <span>{t(state === 'fits' ? 'noEvidence' : 'notKnown')}</span>
      {withinMs === null ? null : (
        <p className="text-muted text-sm">{t('within', { time: words(withinMs) })}</p>
      )}
    </>
  );
}

export function isOff(state: DoorClock['state']): state is 'ahead' | 'behind' | 'late' {
  return state === 'ahead' || state === 'behind' || state === 'late';
}

/** The cloud's clock, by the Date header of its answers. */
export function CloudClockFact({ door: { cloudClock } }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const words = useDurationWords();
  if (cloudClock === null) return <span>{t('cloudSilent')}</span>;
  const { state, offMs } = cloudClock;
  return (
    <>
      <span>
        {state === 'agrees' ? (
          t('cloudAgrees')
        ) : (
          <span className="inline-flex max-w-full items-center gap-1.5">
            <Clock aria-hidden className="size-4 shrink-0 text-warn" />
            <span>{t(state === 'ahead' ? 'ahead' : 'cloudBehind', { time: words(offMs) })}</span>
          </span>
        )}
      </span>
      <p className="text-muted text-sm">{t('cloudWhy')}</p>
    </>
  );
}
