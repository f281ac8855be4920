import { CircleCheck, CircleX, Hourglass } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { describeMakers } from '@/components/doorcodes/describe-makers';
import { CountNote } from '@/components/jobs/known-count';
import { Link } from '@/components/ui/link';
import type { Scope } from '@/lib/auth/scope';
import { readAccess } from '@/lib/desk/overview/data';
import { type Gaps, isCountable } from '@/lib/readings/gaps';
import { Stat } from './stat';

/** Shows a dash, and how far reading has come, until all rooms are known. */
export async function AccessPanel({ scope }: { scope: Scope }) {
  const [t, made, madeBy, { codes }] = await Promise.all([
    getTranslations('overview'),
    getTranslations('table.codes'),
    describeMakers(scope),
    readAccess(scope),
  ]);
  if (!codes) return null;
  const counted = (count: number, gaps: Gaps, whose: string | null = null) => ({
    value: isCountable(gaps) ? count : null,
    note: (
      <>
        {whose ? <span className="block [overflow-wrap:anywhere]">{whose}</span> : null}
        <CountNote count={count} gaps={gaps} />
      </>
    ),
  });
  return (
    <section
      data-panel
      aria-label={t('codes')}
      className="overflow-clip rounded-lg border border-line bg-surface"
    >
      <div className="grid grid-flow-col divide-line max-sm:grid-flow-row max-sm:grid-cols-2 sm:auto-cols-fr sm:divide-x">
        <Stat
          label={t('live')}
          {...counted(codes.live, codes.gaps, madeBy)}
          href="/doorcodes?state=live"
          icon={CircleCheck}
        />
        <Stat
          label={t('expiring')}
          {...counted(codes.expiring48h, codes.gaps, madeBy)}
          href="/doorcodes?state=expiring"
          icon={Hourglass}
          {...(codes.longExpiring > 0 ? { tone: 'warn' as const } : {})}
        />
        <Stat
          label={t('expired')}
          {...counted(codes.expired, codes.gaps, madeBy)}
          href="/doorcodes?state=expired"
          icon={CircleX}
        />
      </div>
      <p
        className="flex flex-wrap gap-x-3 border-line border-t px-4 py-1.5 text-muted text-xs empty:hidden"
        aria-live="polite"
      >
        {codes.unclear > 0 ? (
          <Link href="/doorcodes?state=unreadable&state=lengthless">
            {t('unclear', { count: codes.unclear })}
          </Link>
        ) : null}
        <span>{made('unseen')}</span>
      </p>
    </section>
  );
}
