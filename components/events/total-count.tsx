import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { countInTime } from '@/lib/archive/events/data';
import type { EventFilter } from '@/lib/archive/search/filter';
import type { Scope } from '@/lib/auth/scope';

type Props = { scope: Scope; filter: EventFilter; least: number };

/** Longer counts first show "over N". */
const longestMs = 100;

/**
 * The number of matching events: exact if that is quick, else a minimum first. It is at the end of a line, so nothing
 * moves.
 */
export function TotalCount(props: Props) {
  return (
    <Suspense fallback="…">
      <Total {...props} />
    </Suspense>
  );
}

async function Total({ scope, filter, least }: Props) {
  const [t, exact] = await Promise.all([
    getTranslations('table'),
    // If the count fails, it stays unknown. The rows are shown.
    countInTime(scope, filter, longestMs).catch(() => null),
  ]);
  return <span>{t('total', { total: exact ?? least, over: String(exact === null) })}</span>;
}
