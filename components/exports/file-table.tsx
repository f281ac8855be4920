'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { TableState } from '@/components/data-table/types';
import { exportFormats, exportStates } from '@/lib/db/tables/exports';
import type { ErrorCode } from '@/lib/errors';
import { deleteFileAction } from '@/lib/files/actions';
import type { FileRow } from '@/lib/files/data';
import { visibleText } from '@/lib/files/write/visible-text';
import { answerOf } from '@/lib/http/call-action';
import { useFileColumns } from './file-columns';
import { FileDetails } from './file-details';
import { fileLooks } from './file-state';

const ConfirmDialog = dynamic(
  () => import('@/components/ui/confirm-dialog').then((module) => module.ConfirmDialog),
  { ssr: false },
);

type Props = { rows: FileRow[]; total: number; state: TableState; ignored: string[] };

export function FileTable({ rows, total, state, ignored }: Props) {
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
        id="exports"
        label={t('files')}
        columns={columns}
        rowId={({ id }) => id}
        rowLabel={(row) => visibleText(row.name)}
        rows={rows}
        total={total}
        state={state}
        defaults={{ sort: 'at', dir: 'desc' }}
        ignored={ignored}
        rowsPath="/api/exports"
        search={t('search')}
        filters={[
          {
            kind: 'many',
            id: 'state',
            label: t('columns.state'),
            options: exportStates.map((value) => ({
              value,
              label: t(`states.${value}`),
              icon: fileLooks[value].icon,
            })),
          },
          {
            kind: 'many',
            id: 'format',
            label: t('form.format'),
            options: exportFormats.map((value) => ({ value, label: t(`form.formats.${value}`) })),
          },
        ]}
        details={(row) => <FileDetails row={row} onDelete={() => setDeleting(row)} />}
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
