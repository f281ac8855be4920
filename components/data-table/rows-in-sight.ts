/** Rows drawn beyond each edge, so that quick scrolling shows rows and not white. */
const beyond = 12;

/** The first and the last row to draw, for rows of one height. */
export function rowsInSight(view: { top: number; height: number; row: number; count: number }): {
  first: number;
  last: number;
} {
  const { top, height, row, count } = view;
  const most = Math.max(0, count - 1);
  // In steps of four: scrolling by a row must not draw everything anew.
  const first = Math.floor((top / row - beyond) / 4) * 4;
  const last = Math.ceil(((top + height) / row + beyond) / 4) * 4;
  return { first: Math.min(most, Math.max(0, first)), last: Math.min(most, Math.max(0, last)) };
}

/** Where to scroll so that a row is whole in sight beneath a head that stays: as little as possible. */
export function scrollTopFor(
  index: number,
  view: { top: number; height: number; row: number; head: number },
): number {
  const start = index * view.row;
  if (start < view.top) return start;
  const end = start + view.row + view.head;
  return end > view.top + view.height ? end - view.height : view.top;
}
