import { cellText } from './cell';
import { ImportProblem } from './import-error';
import { orderOfColumn } from './read-day';
import type { Column } from './read-headings';
import type { DayOrders } from './read-row';
import type { Line } from './read-table';

/** Per column, because columns may come from different programs. A column with both orders was damaged, so it is not trusted. */
export function dayOrders(columns: readonly Column[], lines: readonly Line[]): DayOrders {
  const orders: DayOrders = {};
  for (const [index, { field, heading }] of columns.entries()) {
    if (field !== 'movedIn' && field !== 'movedOut') continue;
    const found = orderOfColumn(lines.map(({ cells }) => cellText(cells[index] ?? '')));
    if ('contradicts' in found) {
      const [one, other] = found.contradicts.map((at) => lines[at]);
      throw new ImportProblem({
        code: 'mixedDays',
        column: heading,
        one: placeOf(one, index),
        other: placeOf(other, index),
      });
    }
    orders[field] = found.order;
  }
  return orders;
}

function placeOf(line: Line | undefined, index: number): { line: number; text: string } {
  return { line: line?.line ?? 0, text: (line?.cells[index] ?? '').trim().slice(0, 40) };
}
