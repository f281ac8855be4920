import { useFormatter, useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/ui/relative-time';
import { type Gaps, isCountable } from '@/lib/readings/gaps';

export function KnownCount({ count, gaps }: { count: number; gaps: Gaps }) {
  const format = useFormatter();
  return <span>{isCountable(gaps) ? format.number(count, 'count') : '—'}</span>;
}

/** Says why there is a dash instead of a number, with the last known number if there is one. */
export function CountNote({ count, gaps }: { count: number; gaps: Gaps }) {
  const t = useTranslations('table.gaps');
  const { rooms: total, unread, failed, refused, old, readAt } = gaps;
  if (isCountable(gaps) || total === 0) return null;
  if (refused === total) return <span>{t('refusedShort')}</span>;
  return (
    <>
      {unread > 0 ? (
        <span className="block">{t('reading', { done: total - unread - failed, total })}</span>
      ) : null}
      {failed > 0 ? <span className="block">{t('failedShort', { count: failed, total })}</span> : null}
      {unread === 0 && readAt !== null ? (
        <span className="block">
          {old > 0 ? (
            <span key="old">
              {t.rich('oldShort', { count, time: () => <RelativeTime key="at" at={readAt} /> })}
            </span>
          ) : (
            <span key="known">{t('lastKnown', { count })}</span>
          )}
        </span>
      ) : null}
    </>
  );
}
