import type { Metadata } from 'next';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { ConnectionNotice } from '@/components/connections/connection-notice';
import { MissingLists } from '@/components/doorcodes/missing-lists';
import { SilentNotice } from '@/components/health/silent-notice';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { ExposedNotice } from '@/components/members/exposed-notice';
import { AccessPanel } from '@/components/overview/access-panel';
import { DoorsNotice } from '@/components/overview/doors-notice';
import { EventsPanel } from '@/components/overview/events-panel';
import { NeedsPanel } from '@/components/overview/needs-panel';
import {
  ChartsSkeleton,
  EventsSkeleton,
  NeedsSkeleton,
  StatsSkeleton,
} from '@/components/overview/panel-skeletons';
import { Part } from '@/components/overview/part';
import { PropertyPanel } from '@/components/overview/property-panel';
import { ResidentDesk } from '@/components/overview/resident-desk';
import { RhythmPanels } from '@/components/overview/rhythm-panels';
import { StepsPanel } from '@/components/overview/steps-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { mayInWorkspace, maySomewhere } from '@/lib/auth/grants';
import { devicesOf } from '@/lib/auth/own-channels';
import { requireScope } from '@/lib/auth/scope';
import { countProperty } from '@/lib/desk/overview/data';
import { freshenOverview } from '@/lib/desk/overview/freshen';
import { readPreferences } from '@/lib/i18n/preferences/data';
import { chosenClock } from '@/lib/i18n/preferences/names';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('overview');
  return { title: t('title') };
}

export default async function OverviewPage() {
  const [t, preferences] = await Promise.all([getTranslations('overview'), readPreferences()]);
  const scope = await requireScope();
  if (devicesOf(scope).length === 0) {
    return (
      <>
        <PageHeader title={t('title')} />
        <Part skeleton={null}>{() => ConnectionNotice({ scope })}</Part>
        {scope.member ? (
          <EmptyState title={t('emptyMember')} text={t('emptyMemberText')} />
        ) : (
          <EmptyState title={t('empty')} text={t('emptyText')} />
        )}
      </>
    );
  }
  after(() => freshenOverview(scope));
  if (scope.role !== 'manager')
    return <ResidentDesk scope={scope} steps={preferences.steps !== '0'} title={t('title')} />;
  // A panel of zeros would say that there is nothing.
  const sees = {
    today: maySomewhere(scope, 'events-of-today'),
    events: maySomewhere(scope, 'events'),
    codes: maySomewhere(scope, 'people') || maySomewhere(scope, 'doorcodes'),
  };
  return (
    <>
      <PageHeader title={t('title')} />
      <Part skeleton={null}>{() => ConnectionNotice({ scope })}</Part>
      <Part skeleton={null}>{() => ExposedNotice({ scope, link: true })}</Part>
      {sees.today ? (
        <Part skeleton={<ListTrouble scope={scope} isCutOffSaid />}>{() => DoorsNotice({ scope })}</Part>
      ) : (
        <ListTrouble scope={scope} isCutOffSaid />
      )}
      {sees.codes ? <Part skeleton={null}>{() => MissingLists({ scope })}</Part> : null}
      <Part skeleton={<NeedsSkeleton />}>{() => NeedsPanel({ scope })}</Part>
      {preferences.steps === '0' || !mayInWorkspace(scope, 'connections') ? null : (
        <Part skeleton={null}>{() => StepsPanel({ scope })}</Part>
      )}
      {sees.events ? <Part skeleton={null}>{() => SilentNotice({ scope })}</Part> : null}
      <div className="grid items-start gap-4 *:min-w-0 xl:grid-cols-3">
        <PropertyPanel counts={countProperty(scope)} />
        {sees.codes ? (
          <div className="xl:col-span-2">
            <Part skeleton={<StatsSkeleton />}>{() => AccessPanel({ scope })}</Part>
          </div>
        ) : null}
        {sees.today ? (
          <div className="xl:col-span-3">
            <Part skeleton={<EventsSkeleton />}>{() => EventsPanel({ scope })}</Part>
          </div>
        ) : null}
        {sees.events ? (
          <Part skeleton={<ChartsSkeleton />}>
            {() => RhythmPanels({ scope, clock: chosenClock(preferences) })}
          </Part>
        ) : null}
      </div>
    </>
  );
}
