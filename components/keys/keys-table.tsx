'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { TableState } from '@/components/data-table/types';
import type { RoomChoice } from '@/components/registers/room-select';
import { useStartNew } from '@/components/registers/use-start-new';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import type { KeyRow } from '@/lib/registers/keys/data';
import { keyKinds, keyStates } from '@/lib/registers/words';
import { nameInAddress } from '@/lib/table/name-in-address';
import { EndKeys } from './end-keys';
import { KeyDetails, type KeyMeans } from './key-details';
import { KeyForm } from './key-form';
import { useKeyLabel } from './key-name';
import { keyKindIcons, keyStateIcons } from './key-state';
import { useKeysColumns } from './keys-columns';
import { RemoveKeys } from './remove-keys';

type Props = {
  /** Between title and list. */
  notice: ReactNode;
  rows: KeyRow[];
  total: number;
  state: TableState;
  ignored: string[];
  buildings: string[];
  means: KeyMeans;
  startNew: boolean;
  newRoom: RoomChoice | null;
  /** The filter `?person=`, with the name for its button. */
  person: { id: string; name: string } | null;
};

export function KeysTable(props: Props) {
  const { means } = props;
  const t = useTranslations('keys');
  const columns = useKeysColumns();
  const label = useKeyLabel();
  const form = useStartNew(props.startNew);
  const addButton = (
    <Button tone="primary" icon={KeyRound} onClick={form.open}>
      {t('handOut')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} actions={addButton} />
      {props.notice}
      <DataTable
        id="keys"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={label}
        rows={props.rows}
        total={props.total}
        state={props.state}
        defaults={{ sort: 'handedOn', dir: 'desc' }}
        ignored={props.ignored}
        rowsPath="/api/keys"
        exportPath="/api/keys/export"
        search={t('search')}
        filters={[
          {
            kind: 'many',
            id: 'state',
            label: t('columns.state'),
            options: keyStates.map((value) => ({
              value,
              label: t(`states.${value}`),
              icon: keyStateIcons[value],
            })),
          },
          {
            kind: 'many',
            id: 'kind',
            label: t('columns.kind'),
            options: keyKinds.map((value) => ({
              value,
              label: t(`kinds.${value}`),
              icon: keyKindIcons[value],
            })),
          },
          {
            kind: 'many',
            id: 'building',
            label: t('columns.building'),
            options: props.buildings.map((name) => ({ value: nameInAddress(name), label: name || '—' })),
          },
          { kind: 'days', label: t('handedDays'), from: 'from', to: 'to' },
          ...(props.person
            ? [
                {
                  kind: 'many' as const,
                  id: 'person',
                  label: t('columns.holder'),
                  options: [{ value: props.person.id, label: props.person.name }],
                },
              ]
            : []),
        ]}
        bulk={({ selection, count, clear }) => (
          <>
            <EndKeys as="returned" selection={selection} count={count} today={means.today} onDone={clear} />
            <EndKeys as="lost" selection={selection} count={count} today={means.today} onDone={clear} />
            <RemoveKeys selection={selection} count={count} onDone={clear} />
          </>
        )}
        details={(row) => <KeyDetails key={row.id} row={row} means={means} />}
        empty={{ title: t('emptyTitle'), text: t('emptyText'), action: addButton }}
      />
      <KeyForm {...means} open={form.adding} onClose={form.close} room={props.newRoom} />
    </>
  );
}
