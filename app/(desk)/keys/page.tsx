import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { KeysTable } from '@/components/keys/keys-table';
import { RegisterNotice, RegisterRefused } from '@/components/registers/register-page';
import { PageHeader } from '@/components/ui/page-header';
import { refuseRegister } from '@/lib/abilities/registers';
import { requireScope } from '@/lib/auth/scope';
import { listKeys, readKeyChoices } from '@/lib/registers/keys/data';
import { keysQuery } from '@/lib/registers/keys/schema';
import { readPerson } from '@/lib/registers/people/data';
import { readCalendar } from '@/lib/registers/read-calendar';
import { registerRooms } from '@/lib/registers/rooms';
import { parseTableQuery } from '@/lib/table/query';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('keys');
  return { title: t('title') };
}

export default async function KeysPage({ searchParams }: PageProps<'/keys'>) {
  const [t, locale] = await Promise.all([getTranslations('keys'), getLocale()]);
  const { query, ignored } = parseTableQuery(keysQuery, await searchParams);
  const [holder] = query.person;
  const scope = await requireScope();
  if (refuseRegister(scope)) {
    return (
      <>
        <PageHeader title={t('title')} />
        <RegisterRefused title={t('notAllowed.title')} text={t('notAllowed.text')} />
      </>
    );
  }
  const [{ rows, total }, { buildings, currency }, calendar, person] = await Promise.all([
    listKeys(scope, query),
    readKeyChoices(scope),
    readCalendar(scope),
    holder ? readPerson(scope, holder) : null,
  ]);
  const rooms = registerRooms(scope).map(({ roomKey, building, unit }) => ({ roomKey, building, unit }));
  return (
    <KeysTable
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
      means={{
        rooms,
        roomOptional: scope.role === 'manager',
        today: calendar.usual,
        currency: currency ?? (locale === 'zh' ? 'CNY' : 'USD'),
      }}
      startNew={(await searchParams).new !== undefined}
      newRoom={rooms.find(({ roomKey }) => query.room.includes(roomKey)) ?? null}
      person={person ? { id: person.id, name: person.name } : null}
    />
  );
}
