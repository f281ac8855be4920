'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { useErrorWords } from '@/components/ui/error-note';
import { Link } from '@/components/ui/link';
import { DefinitionList } from '@/components/ui/panel';
import { ExactTime, RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { ErrorCode } from '@/lib/errors';
import type { FileRow } from '@/lib/files/data';
import { FileLinks } from './file-links';
import { FileState } from './file-state';
import { useSizeWords } from './use-size-words';

export function FileDetails({ row, onDelete }: { row: FileRow; onDelete: (() => void) | null }) {
  const t = useTranslations('exports');
  const size = useSizeWords()(row);
  const filter = row.filtered ? t('filtered') : t('allEvents');
  return (
    <div className="grid gap-4">
      <DefinitionList
        entries={[
          { term: t('columns.file'), value: <SafeText>{row.name}</SafeText> },
          ...(row.schedule === null
            ? []
            : [{ term: t('columns.schedule'), value: <SafeText>{row.schedule}</SafeText> }]),
          { term: t('columns.state'), value: <FileState row={row} /> },
          ...(row.code ? [{ term: t('columns.reason'), value: <Reason code={row.code} /> }] : []),
          { term: t('form.query'), value: <Link href={`/events?${row.query}`}>{filter}</Link> },
          ...(row.state === 'done' && row.rows !== null
            ? [{ term: t('columns.count'), value: t('count', { count: row.rows }) }]
            : []),
          ...(row.doors === null
            ? []
            : [{ term: t('doorsRead'), value: <DoorsRead key="doors" doors={row.doors} /> }]),
          ...(size === null ? [] : [{ term: t('columns.size'), value: size }]),
          ...(row.sha256
            ? [{ term: 'SHA-256', value: <code className="break-all text-xs">{row.sha256}</code> }]
            : []),
          { term: t('columns.at'), value: <ExactTime at={row.startedAt} /> },
          { term: t('columns.by'), value: <SafeText>{row.actor}</SafeText> },
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <FileLinks row={row} />
        {row.state === 'running' || !onDelete ? null : (
          <Button size="small" tone="quiet" onClick={onDelete}>
            {t('delete')}
          </Button>
        )}
      </div>
    </div>
  );
}

function DoorsRead({
  doors: { doors, unread, withheld = [], oldestReadAt },
}: {
  doors: NonNullable<FileRow['doors']>;
}) {
  const t = useTranslations('exports');
  const common = useTranslations('common');
  return (
    <div className="grid gap-1">
      <p>{unread.length > 0 ? t('unread', { count: unread.length }) : t('allRead', { count: doors })}</p>
      {unread.length > 0 ? (
        <ul className="grid gap-0.5 text-sm">
          {unread.map(({ gid, door, building, readAt }) => (
            <li key={gid}>
              {t.rich('unreadDoor', {
                door: () => <SafeText key="door">{doorWords({ door, building })}</SafeText>,
                time: () =>
                  readAt ? <RelativeTime key="at" at={readAt} /> : <span key="at">{common('never')}</span>,
              })}
            </li>
          ))}
        </ul>
      ) : null}
      {withheld.length > 0 ? (
        <>
          <p>{t('withheld', { count: withheld.length })}</p>
          <ul className="grid gap-0.5 text-sm">
            {withheld.map(({ gid, door, building, count }) => (
              <li key={gid}>
                {t.rich('withheldDoor', {
                  count,
                  door: () => <SafeText key="door">{doorWords({ door, building })}</SafeText>,
                })}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {oldestReadAt ? (
        <p className="text-muted text-sm">
          {t.rich('oldestRead', { time: () => <RelativeTime key="at" at={oldestReadAt} /> })}
        </p>
      ) : null}
    </div>
  );
}

function doorWords({ door, building }: { door: string; building: string }): string {
  return building ? `${door} · ${building}` : door;
}

function Reason({ code }: { code: ErrorCode }) {
  return useErrorWords(code).title;
}
