'use client';

import { useTranslations } from 'next-intl';
import { lazy, useState } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import { saveExport } from '@/components/data-table/save-export';
import type { FilterOption, ListProps } from '@/components/data-table/types';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorNote } from '@/components/ui/error-note';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import { doorcodeStates } from '@/lib/doorcodes/states';
import type { ErrorCode } from '@/lib/errors';
import { roomLabel } from '@/lib/places/room-label';
import type { CountsByValue } from '@/lib/table/match-choices';
import { useDoorcodeColumns } from './doorcode-columns';
import { doorcodeLooks } from './doorcode-state';

const DoorcodesBulk = lazy(async () => ({ default: (await import('./doorcodes-bulk')).DoorcodesBulk }));

type Props = {
  list: ListProps<DoorcodeRow>;
  buildings: FilterOption[];
  /** Rows by state. */
  states: CountsByValue;
  mayIssue: boolean;
  mayRevoke: boolean;
  /** The workspace has more than one connection. */
  severalAccounts: boolean;
};

export function DoorcodesTable({ list, buildings, states, mayIssue, mayRevoke, severalAccounts }: Props) {
  const t = useTranslations('doorcodes');
  const rooms = useTranslations('common.roomLabel');
  const columns = useDoorcodeColumns(severalAccounts);
  const { run, prompt } = usePasswordGate(saveExport);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  async function save(address: string) {
    const result = await run(address);
    setFailure(result && !result.ok ? result.code : null);
  }

  return (
    <>
      {failure ? <ErrorNote code={failure} className="mb-3" /> : null}
      <DataTable
        {...list}
        onExport={(address) => void save(address)}
        id="doorcodes"
        label={t('label')}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={(row) =>
          t('rowLabel', {
            name: row.name.trim() || t('unnamed'),
            room: roomLabel(rooms, row.unit, 'inText'),
            building: row.building,
          })
        }
        path="/api/doorcodes"
        search={t('search')}
        filters={[
          { kind: 'many', id: 'building', label: t('filters.building'), options: buildings },
          {
            kind: 'many',
            id: 'state',
            label: t('filters.state'),
            options: filterChoices(
              doorcodeStates,
              (state) => t(`states.${state}`),
              (state) => doorcodeLooks[state].icon,
              states,
            ),
          },
          { kind: 'days', label: t('filters.days'), from: 'from', to: 'to' },
        ]}
        {...(mayRevoke ? { bulk: (context) => <DoorcodesBulk {...context} /> } : {})}
        rowHref={(row) => `/doorcodes/${row.id}`}
        empty={{
          title: t('emptyTitle'),
          text: t(list.gaps?.rooms === 0 ? 'emptyForeignText' : 'emptyText'),
          action: mayIssue ? (
            <ButtonLink href="/doorcodes/new" tone="primary">
              {t('new')}
            </ButtonLink>
          ) : undefined,
        }}
      />
      {prompt}
    </>
  );
}
