'use client';

import { Download, FileText, SlidersHorizontal } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { buttonClasses } from '@/components/ui/button';
import { useStopped } from '@/components/ui/doubt';
import { DoubtText } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { Popover } from '@/components/ui/popover';
import type { ErrorCode } from '@/lib/errors';
import type { UsedTable } from './use-data-table';

// Opened rarely, so it is not in the first load.
const ViewSettings = dynamic(() => import('./view-settings').then((module) => module.ViewSettings), {
  ssr: false,
});

const formats = [
  { name: 'xlsx', format: 'xlsx', exact: false },
  { name: 'csv', format: 'csv', exact: false },
  { name: 'json', format: 'json', exact: false },
  { name: 'exactCsv', format: 'csv', exact: true },
] as const;

export function TableTools<Row extends object>({
  columns,
  exportPath,
  exportParams,
  onExport,
  total,
  incomplete,
  over,
  tools,
  display,
}: {
  columns: UsedTable<Row>;
  exportPath?: string | undefined;
  exportParams: URLSearchParams;
  onExport?: ((address: string) => void) | undefined;
  total: number;
  /** The file then has rows that say what is not known. */
  incomplete: boolean;
  over: boolean;
  tools?: ReactNode;
  display?: ReactNode;
}) {
  const t = useTranslations('table');
  const stopped = useStopped('export');
  const [refused, setRefused] = useState<ErrorCode | null>(null);

  async function download(href: string): Promise<boolean> {
    const { downloadExport } = await import('./save-export');
    const code = await downloadExport(href);
    setRefused(code);
    return code === null;
  }

  return (
    <div data-chrome className="ml-auto flex shrink-0 items-center gap-2">
      {tools}
      {exportPath ? (
        <Menu
          label={t('export')}
          header={
            <>
              <p className="px-2 pt-2 pb-1 text-muted text-xs">
                {stopped ? (
                  <DoubtText doubt={stopped} deed="noExport" />
                ) : incomplete ? (
                  t('exportIncomplete')
                ) : (
                  t('exportHint', { count: total, over: String(over) })
                )}
              </p>
              {refused ? <ErrorNote code={refused} className="m-1 max-w-64" /> : null}
            </>
          }
          entries={(stopped ? [] : formats).map(({ name, format, exact }): MenuEntry => {
            const href = exportAddress(exportPath, exportParams, { format, exact });
            const entry = { label: t(`formats.${name}`), icon: FileText };
            return onExport
              ? { ...entry, onSelect: () => onExport(href) }
              : { ...entry, kind: 'link', href, download: () => download(href) };
          })}
          trigger={(props) => (
            <button
              {...props}
              type="button"
              title={t('export')}
              className={buttonClasses({ tone: 'plain', brief: true })}
            >
              <Download aria-hidden className="size-4" />
              <span>{t('export')}</span>
            </button>
          )}
        />
      ) : null}
      <Popover
        role="dialog"
        label={t('display')}
        placement="below-end"
        className="w-72 p-3"
        trigger={(props) => (
          <button
            {...props}
            type="button"
            aria-haspopup="dialog"
            title={t('display')}
            className={buttonClasses({ tone: 'plain', brief: true })}
          >
            <SlidersHorizontal aria-hidden className="size-4" />
            <span>{t('display')}</span>
          </button>
        )}
      >
        {() => (
          <div className="grid gap-4">
            {display}
            <ViewSettings columns={columns} />
          </div>
        )}
      </Popover>
    </div>
  );
}

function exportAddress(
  path: string,
  params: URLSearchParams,
  { format, exact }: { format: string; exact: boolean },
): string {
  const search = new URLSearchParams(params);
  search.set('format', format);
  if (exact) search.set('exact', '1');
  return `${path}?${search}`;
}
