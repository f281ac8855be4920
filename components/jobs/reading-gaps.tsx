import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Gaps } from '@/lib/readings/gaps';

/**
 * Says which rooms or doors are not read, not readable, read too long ago, or not available to this account.
 * `roomless`: doors of the page at which this person has no room.
 */
export function ReadingGaps({
  gaps,
  what = 'rooms',
  roomless = 0,
}: {
  gaps: Gaps;
  what?: 'rooms' | 'doors';
  roomless?: number;
}) {
  const t = useTranslations('table.gaps');
  const { title: reason } = useErrorWords(gaps.code ?? 'unexpected');
  const { rooms: total, unread, failed, refused, old, readAt } = gaps;
  if (unread + failed + refused + old === 0) return null;
  return (
    <Notice tone={failed + old > 0 ? 'warn' : 'info'} className="mb-3">
      {unread > 0 ? <p>{t('unread', { what, done: total - unread - failed, total })}</p> : null}
      {unread > 0 && roomless > 0 ? <p>{t('roomless', { count: roomless })}</p> : null}
      {failed > 0 ? <p>{t('failed', { what, count: failed, reason })}</p> : null}
      {old > 0 ? (
        <p>{t.rich('old', { what, count: old, time: () => <RelativeTime key="at" at={readAt ?? ''} /> })}</p>
      ) : null}
      {refused > 0 ? <p>{t('refused', { count: refused })}</p> : null}
    </Notice>
  );
}
