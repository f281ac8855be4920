import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { countInTime } from '@/lib/archive/events/data';
import type { EventFilter } from '@/lib/archive/search/filter';
import type { Scope } from '@/lib/auth/scope';

type Props = { scope: Scope; filter: EventFilter; least: number };

/** A count beyond this is said as "over N" until the exact one is there. */
const longestMs = 100;

/**
 * How many events match: exactly if that is known soon, else how many there are at least. It stands at the end of a line,
 * so nothing moves when it comes; the rows do not wait for it.
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
    // The rows stand: a count that fails is only one that is not known.
    countInTime(scope, filter, longestMs).catch(() => null),
  ]);
  return <span>{t('total', { total: exact ?? least, over: String(exact === null) })}</span>;
}
