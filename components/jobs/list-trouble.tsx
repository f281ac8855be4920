import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { listTroubleOf } from '@/lib/readings/device-list';

/** Says that the device list is old or could not be read again. */
export function ListTrouble({ scope }: { scope: Scope }) {
  const list = listTroubleOf(scope);
  if (!list) return null;
  return (
    <Notice tone="warn" className="mb-3">
      <ListAge list={list} />
    </Notice>
  );
}

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
