'use client';

import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { FilterOption, ListProps } from '@/components/data-table/types';
import { useNewEntry } from '@/components/list-page/new-entry';
import type { RoomChoice } from '@/components/registers/room-select';
import type { KeyRow } from '@/lib/registers/keys/data';
import { keyKinds, keyStates } from '@/lib/registers/words';
import type { ChoiceCounts } from '@/lib/table/match-choices';
import { EndKeys } from './end-keys';
import { HandOutButton } from './hand-out-button';
import { KeyDetails, type KeyMeans } from './key-details';
import { KeyForm } from './key-form';
import { useKeyLabel } from './key-name';
import { keyKindIcons, keyStateIcons } from './key-state';
import { useKeysColumns } from './keys-columns';
import { RemoveKeys } from './remove-keys';

type Props = {
  list: ListProps<KeyRow>;
  buildings: FilterOption[];
  counts: ChoiceCounts<'state' | 'kind'>;
  means: KeyMeans;
  newRoom: RoomChoice | null;
  /** The filter `?person=`, with the name for its button. */
  person: { id: string; name: string } | null;
};

export function KeysTable({ list, buildings, counts, means, newRoom, person }: Props) {
  const t = useTranslations('keys');
  const columns = useKeysColumns();
  const label = useKeyLabel();
  const { adding, close } = useNewEntry();
  const { editable, ...form } = means;
  const mayEdit = editable === null || editable.length > 0;
  return (
    <>
      <DataTable
        {...list}
        id="keys"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={label}
        path="/api/keys"
        search={t('search')}
        filters={[
          {
            kind: 'many',
            id: 'state',
            label: t('columns.state'),
            options: filterChoices(
              keyStates,
              (state) => t(`states.${state}`),
              (state) => keyStateIcons[state],
              counts.state,
            ),
          },
          {
            kind: 'many',
            id: 'kind',
            label: t('columns.kind'),
            options: filterChoices(
              keyKinds,
              (kind) => t(`kinds.${kind}`),
              (kind) => keyKindIcons[kind],
              counts.kind,
            ),
          },
          { kind: 'many', id: 'building', label: t('columns.building'), options: buildings },
          { kind: 'days', label: t('handedDays'), from: 'from', to: 'to' },
          ...(person
            ? [
                {
                  kind: 'many' as const,
                  id: 'person',
                  label: t('columns.holder'),
                  options: [{ value: person.id, label: person.name, count: list.total }],
                },
              ]
            : []),
        ]}
        {...(mayEdit
          ? {
              bulk: ({ selection, count, clear }) => (
                <>
                  <EndKeys
                    as="returned"
                    selection={selection}
                    count={count}
                    today={means.today}
                    onDone={clear}
                  />
                  <EndKeys as="lost" selection={selection} count={count} today={means.today} onDone={clear} />
                  <RemoveKeys selection={selection} count={count} onDone={clear} />
                </>
              ),
            }
          : {})}
        details={(row) => <KeyDetails key={row.id} row={row} means={means} />}
        empty={{
          title: t('emptyTitle'),
          text: t('emptyText'),
          ...(mayEdit ? { action: <HandOutButton /> } : {}),
        }}
      />
      {mayEdit ? <KeyForm {...form} open={adding} onClose={close} room={newRoom} /> : null}
    </>
  );
}
