'use client';

import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import type { TableState } from '@/components/data-table/types';
import type { AuditRow } from '@/lib/desk/audit/data';
import { auditStates } from '@/lib/desk/audit/states';
import { useAuditColumns } from './audit-columns';
import { AuditDetails } from './audit-details';
import { outcomeIcons } from './audit-outcome';
import { useActionWords } from './use-action-words';

type Props = {
  rows: AuditRow[];
  total: number;
  state: TableState;
  ignored: string[];
  choices: { actions: string[]; actors: string[] };
};

export function AuditTable({ rows, total, state, ignored, choices }: Props) {
  const t = useTranslations('audit');
  const columns = useAuditColumns();
  const words = useActionWords();
  return (
    <DataTable
      id="audit"
      label={t('title')}
      columns={columns}
      rowId={(row) => String(row.seq)}
      rowLabel={(row) => t('rowLabel', { seq: String(row.seq) })}
      rows={rows}
      total={total}
      state={state}
      defaults={{ sort: 'at', dir: 'desc' }}
      ignored={ignored}
      rowsPath="/api/audit"
      exportPath="/api/audit/export"
      search={t('search')}
      filters={[
        {
          kind: 'many',
          id: 'action',
          label: t('columns.action'),
          options: choices.actions.map((action) => ({ value: action, label: words(action) })),
        },
        {
          kind: 'many',
          id: 'outcome',
          label: t('columns.outcome'),
          options: auditStates.map((value) => ({
            value,
            label: t(`outcomes.${value}`),
            icon: outcomeIcons[value],
          })),
        },
        {
          kind: 'many',
          id: 'actor',
          label: t('columns.actor'),
          options: choices.actors.map((actor) => ({ value: actor, label: actor })),
        },
        { kind: 'days', label: t('days'), from: 'from', to: 'to' },
      ]}
      details={(row) => <AuditDetails row={row} />}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}
