'use client';

import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import type { FilterOption, TableState } from '@/components/data-table/types';
import { ButtonLink } from '@/components/ui/button-link';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import { doorcodeStates } from '@/lib/doorcodes/states';
import type { ErrorCode } from '@/lib/errors';
import type { Gaps } from '@/lib/readings/gaps';
import { useDoorcodeColumns } from './doorcode-columns';
import { doorcodeLooks } from './doorcode-state';
import { DoorcodesBulk } from './doorcodes-bulk';

type Props = {
  rows: DoorcodeRow[];
  total: number;
  state: TableState;
  ignored: string[];
  buildings: FilterOption[];
  mayIssue: boolean;
  gaps: Gaps;
  error?: ErrorCode;
};

export function DoorcodesTable({ rows, total, state, ignored, buildings, mayIssue, gaps, error }: Props) {
  const t = useTranslations('doorcodes');
  const columns = useDoorcodeColumns();
  return (
    <DataTable<DoorcodeRow>
      id="doorcodes"
      label={t('label')}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) =>
        t('rowLabel', { name: row.name.trim() || t('unnamed'), unit: row.unit, building: row.building })
      }
      rows={rows}
      total={total}
      state={state}
      defaults={{ sort: 'until', dir: 'desc' }}
      ignored={ignored}
      rowsPath="/api/doorcodes"
      exportPath="/api/doorcodes/export"
      search={t('search')}
      filters={[
        { kind: 'many', id: 'building', label: t('filters.building'), options: buildings },
        {
          kind: 'many',
          id: 'state',
          label: t('filters.state'),
          options: doorcodeStates.map((value) => ({
            value,
            label: t(`states.${value}`),
            icon: doorcodeLooks[value].icon,
          })),
        },
      ]}
      bulk={(context) => <DoorcodesBulk {...context} />}
      rowHref={(row) => `/doorcodes/${row.id}`}
      empty={{
        title: t('emptyTitle'),
        text: t(gaps.rooms === 0 ? 'emptyForeignText' : 'emptyText'),
        action: mayIssue ? (
          <ButtonLink href="/doorcodes/new" tone="primary">
            {t('new')}
          </ButtonLink>
        ) : undefined,
      }}
      gaps={gaps}
      {...(error ? { error } : {})}
    />
  );
}
