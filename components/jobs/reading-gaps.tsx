import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Gaps } from '@/lib/readings/gaps';

/**
 * Said above what is not the whole truth: rooms, or the events of doors, that are not read yet, not readable, read too
 * long ago, or not this account's to know. `roomless`: doors of the page that are not among them, since this person has no
 * room at them.
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
