import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Gaps } from '@/lib/readings/gaps';

/**
 * Said above what is not the whole truth: rooms, or the events of doors, that are not read yet, not readable, read too
 * long ago, or not this account's to know.
 */
export function ReadingGaps({ gaps, what = 'rooms' }: { gaps: Gaps; what?: 'rooms' | 'doors' }) {
  const t = useTranslations('table.gaps');
  const { title: reason } = useErrorWords(gaps.code ?? 'unexpected');
  const { rooms: total, unread, failed, refused, old, readAt } = gaps;
  if (unread + failed + refused + old === 0) return null;
  return (
    <Notice tone={failed + old > 0 ? 'warn' : 'info'} className="mb-3">
      {unread > 0 ? <p>{t('unread', { what, done: total - unread - failed, total })}</p> : null}
      {failed > 0 ? <p>{t('failed', { what, count: failed, reason })}</p> : null}
      {old > 0 ? (
        <p>{t.rich('old', { what, count: old, time: () => <RelativeTime key="at" at={readAt ?? ''} /> })}</p>
      ) : null}
      {refused > 0 ? <p>{t('refused', { count: refused })}</p> : null}
    </Notice>
  );
}
