import { CircleCheck, CircleX, Hourglass, UserRoundX } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { CountNote } from '@/components/jobs/known-count';
import { Link } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Scope } from '@/lib/auth/scope';
import { readAccess } from '@/lib/desk/overview/data';
import { type Gaps, isCountable } from '@/lib/readings/gaps';
import { RefreshWhile } from './refresh-while';
import { Stat } from './stat';

/** Shows a dash, and how far reading has come, until all rooms are known. */
export async function AccessPanel({ scope }: { scope: Scope }) {
  const [t, made, { open, masterless, codes }] = await Promise.all([
    getTranslations('overview'),
    getTranslations('table.codes'),
    readAccess(scope),
  ]);
  if (!masterless && !codes) return null;
  const readAt = [masterless?.gaps.readAt, codes?.gaps.readAt].flatMap((at) => (at ? [at] : [])).sort()[0];
  const counted = (count: number, gaps: Gaps, whose: string | null = null) => ({
    value: isCountable(gaps) ? count : null,
    note: (
      <>
        {whose ? <span className="block">{whose}</span> : null}
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
        {masterless ? (
          <Stat
            label={t('masterless')}
            {...counted(masterless.count, masterless.gaps)}
            href="/masters?state=none"
            icon={UserRoundX}
            tone="warn"
          />
        ) : null}
        {codes ? (
          <>
            <Stat
              label={t('live')}
              {...counted(codes.live, codes.gaps, made('madeBy'))}
              href="/doorcodes?state=live"
              icon={CircleCheck}
            />
            <Stat
              label={t('expiring')}
              {...counted(codes.expiring48h, codes.gaps, made('madeBy'))}
              href="/doorcodes?state=expiring"
              icon={Hourglass}
              {...(codes.longExpiring > 0 ? { tone: 'warn' as const } : {})}
            />
            <Stat
              label={t('expired')}
              {...counted(codes.expired, codes.gaps, made('madeBy'))}
              href="/doorcodes?state=expired"
              icon={CircleX}
            />
          </>
        ) : null}
      </div>
      <p
        className="flex flex-wrap gap-x-3 border-line border-t px-4 py-1.5 text-muted text-xs empty:hidden"
        aria-live="polite"
      >
        {codes && codes.unclear > 0 ? (
          <Link href="/doorcodes?state=unreadable&state=lengthless">
            {t('unclear', { count: codes.unclear })}
          </Link>
        ) : null}
        {codes ? <span>{made('unseen')}</span> : null}
        {readAt ? <span>{t.rich('oldest', { time: () => <RelativeTime at={readAt} /> })}</span> : null}
      </p>
      <RefreshWhile active={open} />
    </section>
  );
}
