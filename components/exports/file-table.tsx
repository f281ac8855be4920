'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { ListProps } from '@/components/data-table/types';
import { exportFormats, exportStates } from '@/lib/db/tables/exports';
import type { ErrorCode } from '@/lib/errors';
import { deleteFileAction } from '@/lib/files/actions';
import type { FileRow } from '@/lib/files/data';
import { answerOf } from '@/lib/http/call-action';
import type { ChoiceCounts } from '@/lib/table/match-choices';
import { useFileColumns } from './file-columns';
import { FileDetails } from './file-details';
import { fileLooks } from './file-state';

const ConfirmDialog = dynamic(
  () => import('@/components/ui/confirm-dialog').then((module) => module.ConfirmDialog),
  { ssr: false },
);

type Props = { list: ListProps<FileRow>; counts: ChoiceCounts<'state' | 'format'> };

export function FileTable({ list, counts }: Props) {
  const t = useTranslations('exports');
  const columns = useFileColumns();
  const [deleting, setDeleting] = useState<FileRow | null>(null);
  const [deleted, setDeleted] = useState(0);
  const [error, setError] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();

  function remove({ id }: FileRow) {
    setError(null);
    startTransition(async () => {
      const result = await answerOf(deleteFileAction({ id }));
      if (!result.ok) return setError(result.code);
      setDeleting(null);
      setDeleted(deleted + 1);
    });
  }

  return (
    <>
      <DataTable
        // The details of a deleted file close.
        key={deleted}
        {...list}
        id="exports"
        label={t('files')}
        columns={columns}
        rowId={({ id }) => id}
        rowLabel={(row) => row.name}
        path="/api/exports"
        exported={false}
        search={t('search')}
        filters={[
          {
            kind: 'many',
            id: 'state',
            label: t('columns.state'),
            options: filterChoices(
              exportStates,
              (state) => t(`states.${state}`),
              (state) => fileLooks[state].icon,
              counts.state,
            ),
          },
          {
            kind: 'many',
            id: 'format',
            label: t('form.format'),
            options: filterChoices(
              exportFormats,
              (format) => t(`form.formats.${format}`),
              undefined,
              counts.format,
            ),
          },
        ]}
        details={(row) => <FileDetails row={row} onDelete={row.mayChange ? () => setDeleting(row) : null} />}
        empty={{ title: t('none.title'), text: t('none.text') }}
      />
      {deleting ? (
        <ConfirmDialog
          open
          onClose={() => setDeleting(null)}
          onConfirm={() => remove(deleting)}
          title={t('deleteTitle', { name: deleting.name })}
          description={t('deleteText')}
          confirm={t('deleteConfirm')}
          pending={pending}
          error={error}
        />
      ) : null}
    </>
  );
}
