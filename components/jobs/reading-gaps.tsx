import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ErrorCode } from '@/lib/errors';
import type { Gaps } from '@/lib/readings/gaps';
import { TryAgain } from './try-again-button';

export type KnownGaps = {
  gaps: Gaps;
  what?: 'rooms' | 'doors';
  /** Doors of the page at which this person has no room. */
  roomless?: number;
  /** Another line of the notice says why. */
  isReasonSaid?: boolean;
  /** Another line of the notice says that old data is shown. */
  isAgeSaid?: boolean;
};

/** Says which rooms or doors are not read, not readable, read too long ago, or not available to this account. */
export function ReadingGaps({ retries = false, ...known }: KnownGaps & { retries?: boolean }) {
  if (!hasGaps(known.gaps)) return null;
  const isBad = isTrouble(known.gaps);
  return (
    <Notice
      tone={isBad ? 'warn' : 'info'}
      className="mb-3"
      {...(isBad && retries ? { action: <TryAgain /> } : {})}
    >
      <GapLines {...known} />
    </Notice>
  );
}

export function hasGaps({ unread, failed, refused, old }: Gaps): boolean {
  return unread + failed + refused + old > 0;
}

export function isTrouble({ failed, old }: Gaps): boolean {
  return failed + old > 0;
}

/** For the lines of one notice: each reason once. `said`: the codes that other lines of it name. */
export function sayReasonsOnce(
  known: readonly KnownGaps[],
  said: readonly (ErrorCode | null | undefined)[],
): KnownGaps[] {
  const seen = new Set(said);
  let ageSaid = false;
  return known.map((one) => {
    const code = one.gaps.failed > 0 ? (one.gaps.code ?? 'unexpected') : null;
    const isReasonSaid = code !== null && seen.has(code);
    const isAgeSaid = ageSaid;
    seen.add(code);
    ageSaid ||= code !== null && one.gaps.readAt !== null;
    return { ...one, isReasonSaid, isAgeSaid };
  });
}

/** The lines of such a notice, for a page that has more to say in it. */
export function GapLines({
  gaps,
  what = 'rooms',
  roomless = 0,
  isReasonSaid = false,
  isAgeSaid = false,
}: KnownGaps) {
  const t = useTranslations('table.gaps');
  const { title: reason } = useErrorWords(gaps.code ?? 'unexpected');
  const { rooms: total, unread, failed, refused, old, readAt } = gaps;
  return (
    <>
      {unread > 0 ? <p>{t('unread', { what, done: total - unread - failed, total })}</p> : null}
      {unread > 0 && roomless > 0 ? <p>{t('roomless', { count: roomless })}</p> : null}
      {failed > 0 ? (
        <p>
          {t(isReasonSaid ? 'failedToo' : 'failed', {
            ...{ what, count: failed, reason },
            old: readAt !== null && !isAgeSaid ? 'yes' : 'no',
          })}
        </p>
      ) : null}
      {old > 0 ? (
        <p>{t.rich('old', { what, count: old, time: () => <RelativeTime key="at" at={readAt ?? ''} /> })}</p>
      ) : null}
      {refused > 0 ? <p>{t('refused', { count: refused })}</p> : null}
    </>
  );
}
