'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cx } from '@/components/ui/classes';
import { HeaderCheckbox } from './row-checkbox';
import type { DataColumn } from './types';
import type { UsedTable } from './use-data-table';

/** Fixed titles. Not on a phone, where each row names its values. */
export function TableHead<Row extends object>({
  columns,
  table,
  selectable,
}: {
  columns: DataColumn<Row>[];
  table: UsedTable<Row>['table'];
  selectable: boolean;
}) {
  const t = useTranslations('table');
  const [sorting] = table.state.sorting;
  return (
    <thead className="max-sm:hidden">
      <tr>
        {selectable ? (
          <th
            scope="col"
            data-chrome
            className="sticky top-0 z-10 w-10 bg-surface pl-3 shadow-[inset_0_-1px_0_var(--line)]"
          >
            <HeaderCheckbox
              state={table.getIsAllRowsSelected() ? 'all' : table.getIsSomeRowsSelected() ? 'some' : 'none'}
              label={t('selectLoaded', { count: table.getCoreRowModel().rows.length })}
              onChange={(on) => table.toggleAllRowsSelected(on)}
            />
          </th>
        ) : null}
        {columns.map((column) => (
          <HeadCell
            key={column.id}
            column={column}
            sorted={sorting?.id === column.id ? (sorting.desc ? 'desc' : 'asc') : null}
            onSort={() => table.getColumn(column.id)?.toggleSorting()}
          />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell<Row>({
  column,
  sorted,
  onSort,
}: {
  column: DataColumn<Row>;
  sorted: 'asc' | 'desc' | null;
  onSort: () => void;
}) {
  const t = useTranslations('table');
  const end = column.align === 'end';
  const words = 'truncate font-medium text-muted text-xs';
  const Arrow = sorted === 'desc' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={
        column.sortable ? (sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : 'none') : undefined
      }
      className={cx(
        'sticky top-0 z-10 h-9 bg-surface px-3 font-normal shadow-[inset_0_-1px_0_var(--line)]',
        end ? 'text-right' : 'text-left',
        column.tablet === 'none' && 'max-xl:hidden',
      )}
    >
      {column.sortable ? (
        <button
          type="button"
          title={t('sortBy', { column: column.title })}
          className={cx(
            'group relative -mx-1.5 inline-flex min-h-6 max-w-[calc(100%+0.75rem)] items-center rounded px-1.5 hover:bg-hover',
          )}
          onClick={onSort}
        >
          <span className={cx(words, sorted && 'text-ink')}>{column.title}</span>
          <Arrow
            aria-hidden
            className={cx(
              '-translate-y-1/2 absolute top-1/2 size-3.5',
              end ? 'right-full' : 'left-full',
              sorted
                ? 'text-ink'
                : 'text-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100',
            )}
          />
        </button>
      ) : (
        <span className={cx('block', words)}>{column.title}</span>
      )}
    </th>
  );
}
