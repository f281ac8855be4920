'use client';

import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { ListProps } from '@/components/data-table/types';
import type { AuditChoices, AuditRow } from '@/lib/desk/audit/data';
import { auditStates } from '@/lib/desk/audit/states';
import type { ChoiceCounts } from '@/lib/table/match-choices';
import { useAuditColumns } from './audit-columns';
import { AuditDetails } from './audit-details';
import { outcomeIcons } from './audit-outcome';
import { useActionWords } from './use-action-words';

type Props = {
  list: ListProps<AuditRow>;
  choices: AuditChoices;
  counts: ChoiceCounts<'action' | 'outcome' | 'actor' | 'member'>;
};

export function AuditTable({ list, choices, counts }: Props) {
  const t = useTranslations('audit');
  const columns = useAuditColumns();
  const words = useActionWords();
  return (
    <DataTable
      {...list}
      id="audit"
      label={t('title')}
      columns={columns}
      rowId={(row) => String(row.seq)}
      rowLabel={(row) => t('rowLabel', { seq: String(row.seq) })}
      path="/api/audit"
      search={t('search')}
      filters={[
        {
          kind: 'many',
          id: 'action',
          label: t('columns.action'),
          options: filterChoices(choices.actions, words, undefined, counts.action),
        },
        {
          kind: 'many',
          id: 'outcome',
          label: t('columns.outcome'),
          options: filterChoices(
            auditStates,
            (outcome) => t(`outcomes.${outcome}`),
            (outcome) => outcomeIcons[outcome],
            counts.outcome,
          ),
        },
        {
          kind: 'many',
          id: 'actor',
          label: t('columns.actor'),
          options: filterChoices(choices.actors, (actor) => actor, undefined, counts.actor),
        },
        ...(choices.members.length > 0
          ? [
              {
                kind: 'many' as const,
                id: 'member',
                label: t('columns.member'),
                options: choices.members.map((member) => ({
                  ...member,
                  count: counts.member.get(member.value) ?? 0,
                })),
              },
            ]
          : []),
        { kind: 'days', label: t('days'), from: 'from', to: 'to' },
      ]}
      details={(row) => <AuditDetails row={row} />}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}
