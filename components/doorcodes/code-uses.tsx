import { getTranslations } from 'next-intl/server';
import { WithheldNotice } from '@/components/events/withheld-notice';
import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { readWithheldGids } from '@/lib/archive/coverage/withheld-doors';
import type { Scope } from '@/lib/auth/scope';
import type { CodeUses as Uses } from '@/lib/doorcodes/find-uses';
import { isIncomplete } from '@/lib/readings/gaps';
import { writeSearchParams } from '@/lib/table/search-params';

/** How often and when a code was used. If that is not known, it says why. */
export async function CodeUses({
  scope,
  uses,
  zone,
}: {
  scope: Scope;
  uses: Uses;
  zone: string | undefined;
}) {
  const [t, readings, withheld] = await Promise.all([
    getTranslations('doorcodes.uses'),
    readDoorReadings(scope),
    readWithheldGids(scope),
  ]);
  const gaps = doorGaps(readings, [uses.gid]);
  const { count, first, last, name } = uses;
  return (
    <Panel title={t('title')} className="mt-4 print:hidden">
      <WithheldNotice scope={scope} doors={[uses.gid]} className="mb-3" />
      <ReadingGaps what="doors" gaps={gaps} retries />
      {name === '' ? (
        <p className="text-muted">{t('unnamed')}</p>
      ) : count === 0 || !first || !last ? (
        <p className="text-muted">{t(isIncomplete(gaps) || withheld.has(uses.gid) ? 'noneKnown' : 'none')}</p>
      ) : (
        <>
          <p>
            <span className="font-medium">{t('count', { count })}</span>
            <span> · </span>
            <span>{t.rich('last', { time: () => <RelativeTime key="at" at={last} zone={zone} /> })}</span>
            {count > 1 ? (
              <>
                <span> · </span>
                <span>
                  {t.rich('first', { time: () => <RelativeTime key="at" at={first} zone={zone} /> })}
                </span>
              </>
            ) : null}
          </p>
          {uses.mixed ? <p className="text-muted text-sm">{t('mixed')}</p> : null}
          <p className="mt-2">
            <Link href={`/events?${writeSearchParams({ door: uses.gid, type: '2', q: name.slice(0, 200) })}`}>
              {t('events')}
            </Link>
          </p>
        </>
      )}
    </Panel>
  );
}
