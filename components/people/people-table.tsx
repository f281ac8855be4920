'use client';

import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { FilterOption, ListProps } from '@/components/data-table/types';
import { useNewEntry } from '@/components/list-page/new-entry';
import type { RoomChoice } from '@/components/registers/room-select';
import { roomLabel } from '@/lib/places/room-label';
import type { PersonRow } from '@/lib/registers/people/data';
import { personStates } from '@/lib/registers/words';
import type { CountsByValue } from '@/lib/table/match-choices';
import { MoveOut } from './move-out';
import { PeopleActions } from './people-actions';
import { usePeopleColumns } from './people-columns';
import { PersonDetails } from './person-details';
import { PersonForm } from './person-form';
import { stateIcons } from './person-state';
import { RemovePeople } from './remove-people';

type Props = {
  list: ListProps<PersonRow>;
  buildings: FilterOption[];
  /** Rows by state. */
  states: CountsByValue;
  rooms: RoomChoice[];
  /** Buildings whose entries this person may change. Null: all. */
  editable: string[] | null;
  today: string;
  newRoom: RoomChoice | null;
};

export function PeopleTable({ list, buildings, states, rooms, editable, today, newRoom }: Props) {
  const t = useTranslations('people');
  const labels = useTranslations('common.roomLabel');
  const columns = usePeopleColumns();
  const { adding, close } = useNewEntry();
  const mayEdit = editable === null || editable.length > 0;
  return (
    <>
      <DataTable
        {...list}
        id="people"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={(row) =>
          t('rowLabel', {
            name: row.name,
            room: roomLabel(labels, row.unit, 'inText'),
            building: row.building,
          })
        }
        path="/api/people"
        search={t('search')}
        filters={[
          { kind: 'many', id: 'building', label: t('columns.building'), options: buildings },
          {
            kind: 'many',
            id: 'state',
            label: t('columns.state'),
            options: filterChoices(
              personStates,
              (state) => t(`states.${state}`),
              (state) => stateIcons[state],
              states,
            ),
          },
          { kind: 'switch', id: 'sharing', label: t('stillSharing') },
        ]}
        {...(mayEdit
          ? {
              bulk: ({ selection, count, clear }) => (
                <>
                  <MoveOut selection={selection} count={count} today={today} onDone={clear} />
                  <RemovePeople selection={selection} count={count} onDone={clear} />
                </>
              ),
            }
          : {})}
        details={(row) => (
          <PersonDetails
            key={row.id}
            row={row}
            rooms={rooms}
            today={today}
            mayEdit={editable?.includes(row.building) ?? true}
          />
        )}
        empty={{
          title: t('emptyTitle'),
          text: t('emptyText'),
          ...(mayEdit ? { action: <PeopleActions addFirst /> } : {}),
        }}
      />
      {mayEdit ? <PersonForm open={adding} onClose={close} rooms={rooms} room={newRoom} /> : null}
    </>
  );
}
