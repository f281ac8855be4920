import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import { clockDifference } from '@/lib/db/clock';
import { leastDifferenceMs } from '@/lib/db/watch-clock';

/** Shown if the clocks of server and database differ. */
export async function ClockNotice() {
  const ms = clockDifference();
  if (Math.abs(ms) <= leastDifferenceMs) return null;
  const t = await getTranslations('health');
  const time = lengthWords(t, Math.abs(ms));
  return (
    <Notice tone="warn" className="mb-4" title={t('serverClock')}>
      {ms > 0 ? t('serverAhead', { time }) : t('serverBehind', { time })} {t('serverClockWhat')}
    </Notice>
  );
}

type Words = Awaited<ReturnType<typeof getTranslations<'health'>>>;

function lengthWords(t: Words, ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 90) return t('seconds', { count: seconds });
  if (seconds < 90 * 60) return t('minutes', { count: Math.round(seconds / 60) });
  if (seconds < 48 * 3_600) return t('hours', { count: Math.round(seconds / 3_600) });
  return t('days', { count: Math.floor(seconds / 86_400) });
}
