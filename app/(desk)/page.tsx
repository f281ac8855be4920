import type { Metadata } from 'next';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { SilentNotice } from '@/components/health/silent-notice';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { AccessPanel } from '@/components/overview/access-panel';
import { DoorsNotice } from '@/components/overview/doors-notice';
import { EventsPanel } from '@/components/overview/events-panel';
import { ChartsSkeleton, EventsSkeleton, StatsSkeleton } from '@/components/overview/panel-skeletons';
import { Part } from '@/components/overview/part';
import { PropertyPanel } from '@/components/overview/property-panel';
import { RhythmPanels } from '@/components/overview/rhythm-panels';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { devicesOf, requireScope } from '@/lib/auth/scope';
import { countProperty } from '@/lib/desk/overview/data';
import { freshenOverview } from '@/lib/desk/overview/freshen';
import { readPreferences } from '@/lib/i18n/preferences/data';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('overview');
  return { title: t('title') };
}

export default async function OverviewPage() {
  const [t, { ownZone }] = await Promise.all([getTranslations('overview'), readPreferences()]);
  const scope = await requireScope();
  if (devicesOf(scope).length === 0) {
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState title={t('empty')} text={t('emptyText')} />
      </>
    );
  }
  after(() => freshenOverview(scope));
  return (
    <>
      <PageHeader title={t('title')} />
      <Part skeleton={<ListTrouble scope={scope} />}>{() => DoorsNotice({ scope })}</Part>
      <Part skeleton={null}>{() => SilentNotice({ scope })}</Part>
      <div className="grid items-start gap-4 *:min-w-0 xl:grid-cols-3">
        <PropertyPanel counts={countProperty(scope)} />
        <div className="xl:col-span-2">
          <Part skeleton={<StatsSkeleton />}>{() => AccessPanel({ scope })}</Part>
        </div>
        <Part skeleton={<ChartsSkeleton />}>{() => RhythmPanels({ scope, zone: ownZone })}</Part>
        <div className="xl:col-span-2 xl:row-start-3">
          <Part skeleton={<EventsSkeleton />}>{() => EventsPanel({ scope })}</Part>
        </div>
      </div>
    </>
  );
}
