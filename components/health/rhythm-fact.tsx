import { CircleCheck, Hourglass, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cx } from '@/components/ui/classes';
import type { DoorHealth } from '@/lib/archive/health/data';
import { useDurationWords } from './use-duration-words';

const hourMs = 3_600_000;

/**
 * Silence in words, only for a door that was read recently. In its own file, because the overview renders it on the
 * server and does not send the other texts.
 */
export function RhythmFact({
  door,
  short = false,
  plain = false,
}: {
  door: DoorHealth;
  short?: boolean;
  /** Without icon. */
  plain?: boolean;
}) {
  const t = useTranslations('health');
  const words = useDurationWords();
  const { silent } = door;
  const isUsual = door.judged && door.state === 'usual';
  const { usualMs } = door;
  // Pauses are counted in whole hours, so the shortest one may be anything up to an hour.
  const isHourly = usualMs !== null && usualMs <= hourMs;
  const usual = usualMs === null ? null : isHourly ? t('hourly') : t('every', { usual: words(usualMs) });
  const usualShort = isHourly ? t('hourlyShort') : t('usualShort', { usual: words(usualMs ?? 0) });
  const Icon = silent ? TriangleAlert : isUsual ? CircleCheck : Hourglass;
  return (
    <span
      className={
        short ? 'inline-flex max-w-full items-center gap-1.5 align-middle' : 'inline-flex items-start gap-1.5'
      }
    >
      {plain || (short && !silent) ? null : (
        <Icon
          aria-hidden
          className={cx('size-4 shrink-0', !short && 'mt-0.5', silent ? 'text-warn' : 'text-muted')}
        />
      )}
      <span className={short ? 'truncate' : undefined}>
        {silent && usual !== null
          ? t(short ? 'silentShort' : 'silent', { silent: words(door.silentMs ?? 0), usual })
          : isUsual && usual !== null
            ? short
              ? usualShort
              : t('usualEvery', { usual })
            : t('notKnown')}
      </span>
    </span>
  );
}
