import { getTranslations } from 'next-intl/server';
import { defineListPage } from '@/components/list-page/define-list-page';
import { PeopleActions } from '@/components/people/people-actions';
import { PeopleTable } from '@/components/people/people-table';
import { RegisterNotice, RegisterRefused } from '@/components/registers/register-page';
import { refuseRegister } from '@/lib/abilities/registers';
import { cutTo } from '@/lib/auth/cut-lists';
import { buildingsWhere } from '@/lib/auth/limit-buildings';
import { nameOptions } from '@/lib/places/building-options';
import { loadPeople, peopleBuildings } from '@/lib/registers/people/data';
import { peopleQuery } from '@/lib/registers/people/schema';
import { readCalendar } from '@/lib/registers/read-calendar';
import { roomChoices } from '@/lib/registers/rooms';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'people',
  query: peopleQuery,
  show: async ({ scope, query, params, table }) => {
    const t = await getTranslations('people');
    if (refuseRegister(scope))
      return { instead: <RegisterRefused title={t('notAllowed.title')} text={t('notAllowed.text')} /> };
    const [{ counts, ...found }, buildings, calendar] = await Promise.all([
      loadPeople(scope, query),
      peopleBuildings(scope),
      readCalendar(scope),
    ]);
    const editable = buildingsWhere(scope, (may) => may('registers'));
    const rooms = roomChoices(cutTo(scope, 'registers'));
    return {
      actions: editable?.length === 0 ? null : <PeopleActions />,
      notes: <RegisterNotice>{t('registerOnly')}</RegisterNotice>,
      asksForNew: params.new !== undefined,
      children: (
        <PeopleTable
          list={{ ...table, ...found, rows: packRows(found.rows) }}
          buildings={nameOptions(buildings, counts.building)}
          states={counts.state}
          rooms={rooms}
          editable={editable}
          today={calendar.usual}
          newRoom={rooms.find(({ roomKey }) => query.room.includes(roomKey)) ?? null}
        />
      ),
    };
  },
});

export { generateMetadata };
export default page;
