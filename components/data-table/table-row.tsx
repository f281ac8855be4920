'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type MouseEvent, memo, type PointerEvent, type ReactNode } from 'react';
import { cx } from '@/components/ui/classes';
import { Link } from '@/components/ui/link';
import { RowCheckbox } from './row-checkbox';
import type { DataColumn } from './types';

// On a phone a row has two lines: the ::after of a flexible cell breaks it before the secondary cells. These start at
// no width and grow up to their text, so they never need a hidden third line.
const rowClasses =
  'group border-line border-b outline-offset-[-2px] last:border-b-0 hover:bg-hover data-ticked:bg-accent-soft max-sm:relative max-sm:flex max-sm:h-16 max-sm:flex-wrap max-sm:content-start max-sm:items-center max-sm:gap-x-1.5 max-sm:gap-y-1 max-sm:pt-[5px] max-sm:overflow-hidden max-sm:px-3 max-sm:after:order-3 max-sm:after:h-0 max-sm:after:w-full max-sm:after:content-[""]';

// Repeated, because a row laid out as flex on a phone loses its roles.
const asRow = { role: 'row' } as const;
const asCell = { role: 'cell' } as const;

const phoneClasses = {
  title: 'max-sm:order-1 max-sm:min-w-0 max-sm:flex-1 max-sm:p-0 max-sm:text-left',
  aside: 'max-sm:order-2 max-sm:max-w-[65%] max-sm:p-0 max-sm:text-sm',
  line: 'max-sm:order-4 max-sm:p-0 max-sm:text-left max-sm:text-muted max-sm:text-sm',
  none: 'max-sm:hidden',
};

export function TableRow<Row>({
  row,
  columns,
  index,
  label,
  href,
  onOpen,
  inner,
  expander,
  active,
  selectable,
  ticked,
  tickLabel,
  onTick,
  onKeyDown,
  onFocus,
}: {
  row: Row;
  columns: DataColumn<Row>[];
  index: number;
  label: string;
  href: string | undefined;
  onOpen: ((row: Row) => void) | undefined;
  /** The row belongs to the expanded row above it. */
  inner: boolean;
  expander: ReactNode;
  /** The one row that Tab reaches. The arrow keys move it. */
  active: boolean;
  selectable: boolean;
  ticked: boolean;
  tickLabel: string;
  onTick: (on: boolean, range: boolean) => void;
  onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => void;
  onFocus: () => void;
}) {
  const opens = href !== undefined || onOpen !== undefined;
  function onClick(event: MouseEvent<HTMLTableRowElement>) {
    // A click on a control, or at the end of a text selection, opens nothing.
    const target = event.target as HTMLElement;
    if (!opens || target.closest('a, button, input, label, [popover], dialog')) return;
    if (window.getSelection()?.toString()) return;
    event.currentTarget.querySelector<HTMLElement>('[data-row-open]')?.click();
  }
  return (
    <tr
      {...asRow}
      aria-rowindex={index + 2}
      data-index={index}
      data-ticked={ticked || undefined}
      tabIndex={active ? 0 : -1}
      aria-label={label}
      className={cx(rowClasses, opens && 'cursor-pointer', selectable && 'max-sm:pl-13 print:pl-3')}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      {selectable ? (
        <td
          {...asCell}
          data-chrome
          className="w-10 pl-3 max-sm:absolute max-sm:inset-y-0 max-sm:left-1 max-sm:grid max-sm:place-items-center max-sm:p-0"
        >
          <RowCheckbox checked={ticked} label={tickLabel} onChange={onTick} />
        </td>
      ) : null}
      <Cells row={row} columns={columns} href={href} onOpen={onOpen} inner={inner} expander={expander} />
    </tr>
  );
}

type CellsProps<Row> = {
  row: Row;
  columns: DataColumn<Row>[];
  href: string | undefined;
  onOpen: ((row: Row) => void) | undefined;
  inner: boolean;
  expander: ReactNode;
};

/**
 * A tick or an arrow key renders all rows again. Their cells are most of that work, and stay as they are.
 * Cast, because `memo` drops the type parameter.
 */
const Cells = memo(RowCells) as typeof RowCells;

function RowCells<Row>({ row, columns, href, onOpen, inner, expander }: CellsProps<Row>) {
  const t = useTranslations('common');
  const lines = columns.filter(({ phone = 'line' }) => phone === 'line').map(({ id }) => id);
  const opening = { href, onOpen: onOpen && (() => onOpen(row)) };
  return (
    <>
      {columns.map((column) => (
        <td
          key={column.id}
          {...asCell}
          onPointerEnter={showCutText}
          className={cx(
            'h-(--row) truncate px-3 py-0 max-sm:h-6 max-sm:leading-6',
            column.align === 'end' ? 'tabular text-right' : 'text-left',
            phoneClasses[column.phone ?? 'line'],
            (column.phone ?? 'line') === 'line' &&
              (column.phoneWhole
                ? 'max-sm:flex-none'
                : 'max-sm:min-w-0 max-sm:max-w-max max-sm:flex-[1_1_0%]'),
            column.tablet === 'none' && 'sm:max-xl:hidden',
            lines.indexOf(column.id) > 0 &&
              // The dot is outside the text's box, so a text as wide as its cell stays in place.
              'max-sm:relative max-sm:pl-2.5 max-sm:before:absolute max-sm:before:left-0 max-sm:before:text-faint max-sm:before:content-["·"]',
          )}
        >
          {column.phone === 'line' || column.phone === undefined ? (
            <span className="sr-only sm:hidden">{column.title + t('colon')}</span>
          ) : null}
          {column.phone === 'title' && (expander || inner) ? (
            <span className="flex items-center">
              {expander ?? <span aria-hidden className="w-6 shrink-0" />}
              <span className="min-w-0 truncate">
                <Opening {...opening}>{column.cell(row)}</Opening>
              </span>
            </span>
          ) : (
            <Opening {...(column.phone === 'title' ? opening : {})}>
              {column.clamp ? <Clamped>{column.cell(row)}</Clamped> : column.cell(row)}
            </Opening>
          )}
        </td>
      ))}
    </>
  );
}

/** Two lines fit into the height of a row. */
function Clamped({ children }: { children: ReactNode }) {
  return (
    <span
      data-clamped
      className="sm:line-clamp-2 sm:whitespace-normal sm:leading-4 sm:[overflow-wrap:anywhere]"
    >
      {children}
    </span>
  );
}

/** Shows the full text of a cut cell on hover. The row's page or panel also has it. */
function showCutText({ currentTarget: cell }: PointerEvent<HTMLTableCellElement>) {
  const isCut =
    // A tooltip says more than the text.
    !cell.querySelector('[role=tooltip]') &&
    [cell, ...cell.querySelectorAll('.truncate, [data-clamped]')].some(
      (part) =>
        part.scrollWidth > part.clientWidth ||
        (part.matches('[data-clamped]') && part.scrollHeight > part.clientHeight),
    );
  // biome-ignore lint/performance/useDomNodeTextContent: the column's title, which phones read out, is not part of it.
  if (isCut) cell.title = cell.innerText.trim();
  else cell.removeAttribute('title');
}

/** The naming cell opens the row, so that every tool finds a real link or button. */
function Opening({
  href,
  onOpen,
  children,
}: {
  href?: string | undefined;
  onOpen?: (() => void) | undefined;
  children: ReactNode;
}) {
  if (href !== undefined) {
    return (
      <Link plain data-row-open href={href} prefetch={false} tabIndex={-1}>
        {children}
      </Link>
    );
  }
  if (!onOpen) return children;
  return (
    <button
      type="button"
      data-row-open
      tabIndex={-1}
      className="max-w-full truncate rounded-sm text-left font-medium hover:underline"
      onClick={onOpen}
    >
      {children}
    </button>
  );
}
