import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { PeopleTable } from '@/components/people/people-table';
import { RegisterNotice, RegisterRefused } from '@/components/registers/register-page';
import { PageHeader } from '@/components/ui/page-header';
import { refuseRegister } from '@/lib/abilities/registers';
import { requireScope } from '@/lib/auth/scope';
import { listPeople, peopleBuildings } from '@/lib/registers/people/data';
import { peopleQuery } from '@/lib/registers/people/schema';
import { readCalendar } from '@/lib/registers/read-calendar';
import { registerRooms } from '@/lib/registers/rooms';
import { parseTableQuery } from '@/lib/table/query';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people');
  return { title: t('title') };
}

export default async function PeoplePage({ searchParams }: PageProps<'/people'>) {
  const t = await getTranslations('people');
  const { query, ignored } = parseTableQuery(peopleQuery, await searchParams);
  const scope = await requireScope();
  if (refuseRegister(scope)) {
    return (
      <>
        <PageHeader title={t('title')} />
        <RegisterRefused title={t('notAllowed.title')} text={t('notAllowed.text')} />
      </>
    );
  }
  const [{ rows, total }, buildings, calendar] = await Promise.all([
    listPeople(scope, query),
    peopleBuildings(scope),
    readCalendar(scope),
  ]);
  const rooms = registerRooms(scope).map(({ roomKey, building, unit }) => ({ roomKey, building, unit }));
  return (
    <PeopleTable
      notice={
        <>
          <RegisterNotice>{t('registerOnly')}</RegisterNotice>
          <ListTrouble scope={scope} />
        </>
      }
      rows={rows}
      total={total}
      state={query}
      ignored={ignored}
      buildings={buildings}
      rooms={rooms}
      today={calendar.usual}
      startNew={(await searchParams).new !== undefined}
      newRoom={rooms.find(({ roomKey }) => query.room.includes(roomKey)) ?? null}
    />
  );
}
