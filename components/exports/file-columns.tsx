'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { FileRow } from '@/lib/files/data';
import { FileLinks } from './file-links';
import { FileState } from './file-state';
import { useSizeWords } from './use-size-words';

export function useFileColumns(): DataColumn<FileRow>[] {
  const t = useTranslations('exports');
  const format = useFormatter();
  const sizeOf = useSizeWords();
  return [
    {
      id: 'name',
      title: t('columns.name'),
      cell: (row) => <SafeText>{row.name}</SafeText>,
      clamp: true,
      width: 300,
      phone: 'title',
    },
    {
      id: 'schedule',
      title: t('columns.schedule'),
      cell: (row) => (row.schedule === null ? null : <SafeText>{row.schedule}</SafeText>),
      width: 140,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'state',
      title: t('columns.state'),
      cell: (row) => (
        <span className="grid grid-cols-[minmax(0,1fr)] justify-items-start">
          <FileState row={row} />
          {row.doors && row.doors.unread.length > 0 ? (
            <span className="truncate text-warn text-xs">
              {t('unread', { count: row.doors.unread.length })}
            </span>
          ) : null}
          {row.doors?.withheld && row.doors.withheld.length > 0 ? (
            <span className="truncate text-warn text-xs">
              {t('withheldShort', { count: row.doors.withheld.length })}
            </span>
          ) : null}
        </span>
      ),
      width: 160,
      phone: 'aside',
    },
    {
      id: 'at',
      title: t('columns.at'),
      cell: (row) => <RelativeTime at={row.startedAt} />,
      sortable: true,
      width: 150,
    },
    {
      id: 'count',
      title: t('columns.count'),
      cell: (row) => (row.state === 'done' && row.rows !== null ? format.number(row.rows, 'count') : null),
      sortable: true,
      align: 'end',
      width: 80,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'size',
      title: t('columns.size'),
      cell: sizeOf,
      sortable: true,
      align: 'end',
      initiallyHidden: true,
      width: 100,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'by',
      title: t('columns.by'),
      cell: (row) => <SafeText>{row.actor}</SafeText>,
      clamp: true,
      initiallyHidden: true,
      width: 150,
      tablet: 'none',
    },
    {
      id: 'links',
      title: t('columns.links'),
      cell: (row) => <FileLinks row={row} brief />,
      width: 225,
      phone: 'none',
    },
  ];
}
