import { getTranslations } from 'next-intl/server';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PropertyCounts } from '@/lib/desk/overview/data';
import { Stat } from './stat';

export async function PropertyPanel({ counts }: { counts: PropertyCounts }) {
  const t = await getTranslations('overview');
  return (
    <section
      data-panel
      aria-label={t('property')}
      className="flex flex-col self-stretch overflow-clip rounded-lg border border-line bg-surface"
    >
      <div className="grid flex-1 grid-cols-3 divide-x divide-line">
        <Stat
          label={t('buildings', { count: counts.buildings })}
          value={counts.buildings}
          href="/buildings"
        />
        <Stat label={t('doors', { count: counts.doors })} value={counts.doors} href="/buildings" />
        <Stat label={t('rooms', { count: counts.rooms })} value={counts.rooms} href="/buildings" />
      </div>
      <p className="border-line border-t px-4 py-1.5 text-muted text-xs">
        {t.rich('listRead', { time: () => <RelativeTime at={counts.readAt} /> })}
      </p>
    </section>
  );
}
