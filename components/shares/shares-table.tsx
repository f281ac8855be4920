'use client';

import { useTranslations } from 'next-intl';
import { lazy } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { FilterOption, ListProps } from '@/components/data-table/types';
import { roomHref } from '@/lib/places/room-address';
import { roomLabel } from '@/lib/places/room-label';
import type { ShareRow } from '@/lib/shares/data';
import type { CountsByValue } from '@/lib/table/match-choices';
import { useShareColumns } from './share-columns';

const SharesBulk = lazy(async () => ({ default: (await import('./shares-bulk')).SharesBulk }));

type Props = {
  list: ListProps<ShareRow>;
  buildings: FilterOption[];
  /** Rows by state. */
  states: CountsByValue;
  mayRemove: boolean;
  maySee: boolean;
};

export function SharesTable({ list, buildings, states, mayRemove, maySee }: Props) {
  const t = useTranslations('shares');
  const rooms = useTranslations('common.roomLabel');
  const columns = useShareColumns();
  return (
    <DataTable
      {...list}
      id="shares"
      label={t('label')}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) =>
        t('rowLabel', {
          account: row.account,
          room: roomLabel(rooms, row.unit, 'inText'),
          building: row.building,
        })
      }
      path="/api/shares"
      search={t('search')}
      filters={[
        { kind: 'many', id: 'building', label: t('filters.building'), options: buildings },
        {
          kind: 'many',
          id: 'state',
          label: t('filters.state'),
          options: filterChoices(
            ['all-doors', 'some-doors'],
            (state) => t(`states.${state}`),
            undefined,
            states,
          ),
        },
      ]}
      {...(mayRemove ? { bulk: (context) => <SharesBulk {...context} /> } : {})}
      rowHref={(row) => roomHref(row.doors[0] ?? { gid: '', channel: 0 })}
      empty={{
        title: t('emptyTitle'),
        text: t(maySee ? 'emptyText' : 'emptyForeignText'),
      }}
    />
  );
}
