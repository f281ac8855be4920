'use client';

import { FileUp, UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { TableState } from '@/components/data-table/types';
import type { RoomChoice } from '@/components/registers/room-select';
import { useStartNew } from '@/components/registers/use-start-new';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { PageHeader } from '@/components/ui/page-header';
import type { PersonRow } from '@/lib/registers/people/data';
import { personStates } from '@/lib/registers/words';
import { nameInAddress } from '@/lib/table/name-in-address';
import { MoveOut } from './move-out';
import { usePeopleColumns } from './people-columns';
import { PersonDetails } from './person-details';
import { PersonForm } from './person-form';
import { stateIcons } from './person-state';
import { RemovePeople } from './remove-people';

type Props = {
  notice: ReactNode;
  rows: PersonRow[];
  total: number;
  state: TableState;
  ignored: string[];
  buildings: string[];
  rooms: RoomChoice[];
  today: string;
  startNew: boolean;
  newRoom: RoomChoice | null;
};

export function PeopleTable(props: Props) {
  const t = useTranslations('people');
  const columns = usePeopleColumns();
  const form = useStartNew(props.startNew);
  const importLink = (
    <ButtonLink icon={FileUp} href="/people/import">
      {t('importList')}
    </ButtonLink>
  );
  const addButton = (
    <Button tone="primary" icon={UserPlus} onClick={form.open}>
      {t('add')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('intro')}
        actions={
          <>
            {importLink}
            {addButton}
          </>
        }
      />
      {props.notice}
      <DataTable
        id="people"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={(row) => t('rowLabel', { name: row.name, room: row.unit, building: row.building })}
        rows={props.rows}
        total={props.total}
        state={props.state}
        defaults={{ sort: 'name', dir: 'asc' }}
        ignored={props.ignored}
        rowsPath="/api/people"
        exportPath="/api/people/export"
        search={t('search')}
        filters={[
          {
            kind: 'many',
            id: 'building',
            label: t('columns.building'),
            options: props.buildings.map((name) => ({ value: nameInAddress(name), label: name || '—' })),
          },
          {
            kind: 'many',
            id: 'state',
            label: t('columns.state'),
            options: personStates.map((value) => ({
              value,
              label: t(`states.${value}`),
              icon: stateIcons[value],
            })),
          },
        ]}
        bulk={({ selection, count, clear }) => (
          <>
            <MoveOut selection={selection} count={count} today={props.today} onDone={clear} />
            <RemovePeople selection={selection} count={count} onDone={clear} />
          </>
        )}
        details={(row) => <PersonDetails key={row.id} row={row} rooms={props.rooms} today={props.today} />}
        empty={{
          title: t('emptyTitle'),
          text: t('emptyText'),
          action: (
            <>
              {addButton}
              {importLink}
            </>
          ),
        }}
      />
      <PersonForm open={form.adding} onClose={form.close} rooms={props.rooms} room={props.newRoom} />
    </>
  );
}
