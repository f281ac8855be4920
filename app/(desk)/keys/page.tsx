import { getLocale, getTranslations } from 'next-intl/server';
import { HandOutButton } from '@/components/keys/hand-out-button';
import { KeysTable } from '@/components/keys/keys-table';
import { defineListPage } from '@/components/list-page/define-list-page';
import { RegisterNotice, RegisterRefused } from '@/components/registers/register-page';
import { refuseRegister, seesWholeRegister } from '@/lib/abilities/registers';
import { cutTo } from '@/lib/auth/cut-lists';
import { buildingsWhere } from '@/lib/auth/limit-buildings';
import { nameOptions } from '@/lib/places/building-options';
import { loadKeys, readKeyChoices } from '@/lib/registers/keys/data';
import { keysQuery } from '@/lib/registers/keys/schema';
import { readPerson } from '@/lib/registers/people/data';
import { readCalendar } from '@/lib/registers/read-calendar';
import { roomChoices } from '@/lib/registers/rooms';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'keys',
  query: keysQuery,
  show: async ({ scope, query, params, table }) => {
    const [t, locale] = await Promise.all([getTranslations('keys'), getLocale()]);
    if (refuseRegister(scope))
      return { instead: <RegisterRefused title={t('notAllowed.title')} text={t('notAllowed.text')} /> };
    const [holder] = query.person;
    const [{ counts, ...found }, { buildings, currency }, calendar, person] = await Promise.all([
      loadKeys(scope, query),
      readKeyChoices(scope),
      readCalendar(scope),
      holder ? readPerson(scope, holder) : null,
    ]);
    const editable = buildingsWhere(scope, (may) => may('registers'));
    const editor = cutTo(scope, 'registers');
    const rooms = roomChoices(editor);
    return {
      actions: editable?.length === 0 ? null : <HandOutButton />,
      notes: <RegisterNotice>{t('registerOnly')}</RegisterNotice>,
      asksForNew: params.new !== undefined,
      children: (
        <KeysTable
          list={{ ...table, ...found, rows: packRows(found.rows) }}
          buildings={nameOptions(buildings, counts.building)}
          counts={counts}
          means={{
            rooms,
            editable,
            roomOptional: seesWholeRegister(editor),
            today: calendar.usual,
            currency: currency ?? (locale === 'zh' ? 'CNY' : 'USD'),
          }}
          newRoom={rooms.find(({ roomKey }) => query.room.includes(roomKey)) ?? null}
          person={person ? { id: person.id, name: person.name } : null}
        />
      ),
    };
  },
});

export { generateMetadata };
export default page;
