import { CircleCheck, CircleX, Hourglass, UserRoundX } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Scope } from '@/lib/auth/scope';
import { readAccess } from '@/lib/overview/data';
import { RefreshWhile } from './refresh-while';
import { Stat } from './stat';

/** Rooms without a master and doorcodes by state, as far as the rooms have been read; it says how far. */
export async function AccessPanel({ scope }: { scope: Scope }) {
  const [t, { open, masterless, codes }] = await Promise.all([
    getTranslations('overview'),
    readAccess(scope),
  ]);
  if (!masterless && !codes) return null;
  const unread = Math.max(masterless?.unread ?? 0, codes?.unread ?? 0);
  const readAt = [masterless?.readAt, codes?.readAt].flatMap((at) => (at ? [at] : [])).sort()[0];
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
            value={masterless.count}
            href="/masters?state=none"
            icon={UserRoundX}
            tone="warn"
          />
        ) : null}
        {codes ? (
          <>
            <Stat label={t('live')} value={codes.live} href="/doorcodes?state=live" icon={CircleCheck} />
            <Stat
              label={t('expiring')}
              value={codes.expiring}
              href="/doorcodes?state=expiring"
              icon={Hourglass}
              tone="warn"
            />
            <Stat label={t('expired')} value={codes.expired} href="/doorcodes?state=expired" icon={CircleX} />
          </>
        ) : null}
      </div>
      <p
        className="flex flex-wrap gap-x-3 border-line border-t px-4 py-1.5 text-muted text-xs"
        aria-live="polite"
      >
        {codes && codes.unclear > 0 ? (
          <Link href="/doorcodes?state=unreadable&state=lengthless">
            {t('unclear', { count: codes.unclear })}
          </Link>
        ) : null}
        {unread > 0 ? <span>{t('unread', { count: unread })}</span> : null}
        {readAt ? <span>{t.rich('oldest', { time: () => <RelativeTime at={readAt} /> })}</span> : null}
      </p>
      <RefreshWhile active={open} />
    </section>
  );
}
