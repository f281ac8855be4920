import { getTranslations } from 'next-intl/server';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ErrorCode } from '@/lib/errors';

export async function ListAge({ list }: { list: { readAt: string | null; code: ErrorCode | null } }) {
  const [t, errors, common] = await Promise.all([
    getTranslations('table.gaps'),
    getTranslations('errors.codes'),
    getTranslations('common'),
  ]);
  const reasonOf = (code: ErrorCode) =>
    errors.has(`${code}.title`) ? (`${code}.title` as const) : ('unexpected.title' as const);
  const time = () => (list.readAt ? <RelativeTime key="at" at={list.readAt} /> : common('never'));
  return (
    <p>
      {list.code ? (
        <span key="failed">{t.rich('listFailed', { time, reason: errors(reasonOf(list.code)) })}</span>
      ) : (
        <span key="old">{t.rich('list', { time })}</span>
      )}
    </p>
  );
}
