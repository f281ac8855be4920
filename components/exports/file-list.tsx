'use client';

import { Ban, CircleCheck, CircleX, FileDown, Loader } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { StateBadge } from '@/components/ui/badge';
import { Button, buttonClasses } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { answerOf } from '@/lib/answer-of';
import type { ErrorCode } from '@/lib/errors';
import { deleteFileAction } from '@/lib/exports/actions';
import type { ListedFile } from '@/lib/exports/data';

const ConfirmDialog = dynamic(
  () => import('@/components/ui/confirm-dialog').then((module) => module.ConfirmDialog),
  { ssr: false },
);

const looks = {
  running: { icon: Loader, tone: 'info' },
  done: { icon: CircleCheck, tone: 'good' },
  cancelled: { icon: Ban, tone: 'neutral' },
  failed: { icon: CircleX, tone: 'bad' },
} as const;

/** What was taken away or made, newest first, with what proves it. */
export function FileList({ files, days }: { files: ListedFile[]; days: number }) {
  const t = useTranslations('exports');
  const [deleting, setDeleting] = useState<ListedFile | null>(null);
  const [error, setError] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();

  function remove(id: string) {
    setError(null);
    startTransition(async () => {
      const result = await answerOf(deleteFileAction({ id }));
      if (result.ok) setDeleting(null);
      else setError(result.code);
    });
  }

  return (
    <Panel title={t('files')} description={t('filesHint', { days })} flush>
      {files.length === 0 ? (
        <EmptyState icon={FileDown} title={t('none.title')} text={t('none.text')} />
      ) : (
        <ul className="divide-y divide-line">
          {files.map((file) => (
            <li key={file.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-60">
                <p className="break-words font-medium">
                  <SafeText>{file.schedule ?? file.name}</SafeText>
                </p>
                <p className="break-words text-muted text-sm">
                  <FileFacts file={file} />
                </p>
                {file.sha256 ? (
                  <p className="break-all font-mono text-faint text-xs">SHA-256 {file.sha256}</p>
                ) : null}
              </div>
              <StateBadge {...looks[file.state]}>{t(`states.${file.state}`)}</StateBadge>
              <div className="flex flex-wrap gap-2">
                {file.kept ? (
                  <a
                    className={buttonClasses({ size: 'small' })}
                    href={`/api/exports/${file.id}/file`}
                    download
                  >
                    {t('download')}
                  </a>
                ) : null}
                {file.sha256 ? (
                  <a
                    className={buttonClasses({ size: 'small' })}
                    href={`/api/exports/${file.id}/manifest`}
                    download
                  >
                    {t('manifest')}
                  </a>
                ) : null}
                {file.state === 'running' ? null : (
                  <Button size="small" tone="quiet" onClick={() => setDeleting(file)}>
                    {t('delete')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {deleting ? (
        <ConfirmDialog
          open
          onClose={() => setDeleting(null)}
          onConfirm={() => remove(deleting.id)}
          title={t('deleteTitle', { name: deleting.name })}
          description={t('deleteText')}
          confirm={t('deleteConfirm')}
          pending={pending}
          error={error}
        />
      ) : null}
    </Panel>
  );
}

function FileFacts({ file }: { file: ListedFile }) {
  const t = useTranslations('exports');
  const tenths = Math.round((file.bytes ?? 0) / 100_000);
  return (
    <>
      {file.state === 'done' && file.rows !== null ? `${t('count', { count: file.rows })} · ` : null}
      {file.state === 'done' ? `${tenths > 0 ? t('size', { megabytes: tenths / 10 }) : t('small')} · ` : null}
      {file.query === '' ? t('allEvents') : t('filtered')} ·{' '}
      {t.rich('by', {
        actor: () => <SafeText key="by">{file.actor}</SafeText>,
        time: () => <RelativeTime key="at" at={file.startedAt} />,
      })}
    </>
  );
}
