import type { Metadata } from 'next';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { HealthList } from '@/components/health/health-list';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { freshenQuietly } from '@/lib/archive/freshen';
import { requireScope } from '@/lib/auth/scope';
import { isSilent, readDoorHealth } from '@/lib/health/data';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('health');
  return { title: t('title') };
}

export default async function HealthPage() {
  const scope = await requireScope();
  const [t, events, overview, doors] = await Promise.all([
    getTranslations('health'),
    getTranslations('events'),
    getTranslations('overview'),
    readDoorHealth(scope),
  ]);
  after(() => freshenQuietly(scope));
  // What wants a look stands first; the rest keeps the order of the device list.
  const sorted = doors.toSorted((one, other) => Number(isSilent(other)) - Number(isSilent(one)));
  return (
    <>
      <PageHeader
        crumbs={[{ label: events('title'), href: '/events' }]}
        title={t('title')}
        description={t('intro')}
      />
      {doors.length > 0 ? (
        <HealthList doors={sorted} />
      ) : (
        <EmptyState title={overview('empty')} text={overview('emptyText')} />
      )}
    </>
  );
}
