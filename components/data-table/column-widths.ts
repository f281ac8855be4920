import type { CSSProperties } from 'react';
import type { DataColumn } from './types';

/** Two thirds of the preferred widths. Below that, the table scrolls sideways, not the page. */
export function leastWidths<Row>(columns: readonly DataColumn<Row>[], selectable: boolean): CSSProperties {
  const { desk, tablet } = widthsOf(columns, selectable);
  const least = (width: number) => `${Math.round((width * 2) / 3)}px`;
  // CSSProperties does not know custom properties.
  return { '--least': least(desk), '--least-tablet': least(tablet) } as CSSProperties;
}

export function sharesOf<Row>(
  column: DataColumn<Row>,
  columns: readonly DataColumn<Row>[],
  selectable: boolean,
): CSSProperties {
  const { desk, tablet } = widthsOf(columns, selectable);
  const share = (part: number, whole: number) => `${(part / whole) * 100}%`;
  return {
    '--share': share(deskWidth(column), desk),
    '--share-tablet': share(tabletWidth(column), tablet),
  } as CSSProperties;
}

function widthsOf<Row>(columns: readonly DataColumn<Row>[], selectable: boolean) {
  const sum = (widthOf: (column: DataColumn<Row>) => number) =>
    columns.reduce((whole, column) => whole + widthOf(column), selectable ? 40 : 0);
  return { desk: sum(deskWidth), tablet: sum(tabletWidth) };
}

function deskWidth<Row>({ width = 160 }: DataColumn<Row>): number {
  return width;
}

function tabletWidth<Row>(column: DataColumn<Row>): number {
  const { tablet = deskWidth(column) } = column;
  return tablet === 'none' ? 0 : tablet;
}
