import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { listTroubleOf } from '@/lib/readings/device-list';
import { type FailedPart, FailedPartLine } from './failed-parts';
import { GapLines, hasGaps, isTrouble, type KnownGaps, sayReasonsOnce } from './reading-gaps';
import { TryAgain } from './try-again-button';

/** One notice for a page: the device list is old or could not be read again, and what else is not known. */
export function ListTrouble({
  scope,
  gaps = [],
  failed = [],
}: {
  scope: Scope;
  gaps?: readonly KnownGaps[];
  failed?: readonly FailedPart[];
}) {
  // Of a refused password the frame says it on every page.
  const list = scope.inDoubt ? null : listTroubleOf(scope);
  const open = gaps.filter((known) => hasGaps(known.gaps));
  const parts = failed.filter(({ code }) => !(scope.inDoubt && code === 'cloud-in-doubt'));
  if (!list && open.length + parts.length === 0) return null;
  const isBad = list !== null || parts.length > 0 || open.some((known) => isTrouble(known.gaps));
  return (
    <Notice
      tone={isBad ? 'warn' : 'info'}
      className="mb-3"
      // A room's page, which has failed parts, tries again by itself.
      {...(isBad && parts.length === 0 ? { action: <TryAgain /> } : {})}
    >
      {list ? <ListAge list={list} /> : null}
      {parts.map((part) => (
        <FailedPartLine key={part.code} {...part} />
      ))}
      {sayReasonsOnce(open, [list?.code, ...parts.map(({ code }) => code)]).map((known) => (
        <GapLines key={known.what ?? 'rooms'} {...known} />
      ))}
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
