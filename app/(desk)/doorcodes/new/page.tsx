import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { NewDoorcodeForm } from '@/components/doorcodes/new-doorcode-form';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { maySomewhere } from '@/lib/auth/grants';
import { requireScope } from '@/lib/auth/scope';
import { loadFormRooms } from '@/lib/doorcodes/form-data';
import { newDoorcodeQuery } from '@/lib/doorcodes/schema';
import type { SearchRecord } from '@/lib/table/search-params';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('doorcodes.form');
  return { title: t('title') };
}

export default async function NewDoorcodePage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const scope = await requireScope();
  if (!maySomewhere(scope, 'doorcodes')) notFound();
  const [t, rooms, params] = await Promise.all([
    getTranslations('doorcodes'),
    loadFormRooms(scope),
    searchParams,
  ]);
  // A link with an unknown room, or another account's, opens the form without a room.
  const wanted = newDoorcodeQuery.safeParse(params);
  const room = wanted.success
    ? rooms.find((one) =>
        one.doors.some(({ gid, channel }) => gid === wanted.data.gid && channel === wanted.data.channel),
      )
    : undefined;
  const [only] = rooms.length === 1 ? rooms : [room];
  return (
    <>
      <PageHeader
        title={t('form.title')}
        description={t('form.intro')}
        crumbs={[{ label: t('title'), href: '/doorcodes' }]}
      />
      <ListTrouble scope={scope} />
      {rooms.length === 0 ? (
        <EmptyState title={t('emptyTitle')} text={t('form.noRooms')} />
      ) : (
        <NewDoorcodeForm rooms={rooms} preselected={only ? [only.roomKey] : []} />
      )}
    </>
  );
}
