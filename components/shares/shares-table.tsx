'use client';

import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import type { FilterOption, TableState } from '@/components/data-table/types';
import type { ErrorCode } from '@/lib/errors';
import { roomHref } from '@/lib/places/room-address';
import type { Gaps } from '@/lib/readings/gaps';
import type { ShareRow } from '@/lib/shares/data';
import { useShareColumns } from './share-columns';
import { SharesBulk } from './shares-bulk';

type Props = {
  rows: ShareRow[];
  total: number;
  state: TableState;
  ignored: string[];
  buildings: FilterOption[];
  mayRemove: boolean;
  maySee: boolean;
  gaps: Gaps;
  error?: ErrorCode;
};

export function SharesTable({
  rows,
  total,
  state,
  ignored,
  buildings,
  mayRemove,
  maySee,
  gaps,
  error,
}: Props) {
  const t = useTranslations('shares');
  const columns = useShareColumns();
  return (
    <DataTable<ShareRow>
      id="shares"
      label={t('label')}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => t('rowLabel', { account: row.account, unit: row.unit, building: row.building })}
      rows={rows}
      total={total}
      state={state}
      defaults={{ sort: 'account', dir: 'asc' }}
      ignored={ignored}
      rowsPath="/api/shares"
      exportPath="/api/shares/export"
      search={t('search')}
      filters={[
        { kind: 'many', id: 'building', label: t('filters.building'), options: buildings },
        {
          kind: 'many',
          id: 'state',
          label: t('filters.state'),
          options: (['all-doors', 'some-doors'] as const).map((value) => ({
            value,
            label: t(`states.${value}`),
          })),
        },
      ]}
      {...(mayRemove ? { bulk: (context) => <SharesBulk {...context} /> } : {})}
      rowHref={(row) => roomHref(row.doors[0] ?? { gid: '', channel: 0 })}
      empty={{
        title: t('emptyTitle'),
        text: t(maySee ? 'emptyText' : 'emptyForeignText'),
      }}
      gaps={gaps}
      {...(error ? { error } : {})}
    />
  );
}
