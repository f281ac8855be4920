/** Rows rendered beyond each edge. Without them, fast scrolling shows white. */
const beyond = 12;

/** The first and the last row to render. All rows have the same height. */
export function rowsInSight(view: { top: number; height: number; row: number; count: number }): {
  first: number;
  last: number;
} {
  const { top, height, row, count } = view;
  const most = Math.max(0, count - 1);
  // Steps of four: scrolling by one row must not render everything again.
  const first = Math.floor((top / row - beyond) / 4) * 4;
  const last = Math.ceil(((top + height) / row + beyond) / 4) * 4;
  return { first: Math.min(most, Math.max(0, first)), last: Math.min(most, Math.max(0, last)) };
}

/** A list's height on a tall screen, in px. */
const firstHeight = 1200;

/** The rows to render before the real height is known: only what a tall screen shows, because the page waits for them. */
export function firstRows({ row, count }: { row: number; count: number }): { first: number; last: number } {
  const last = Math.ceil(firstHeight / row / 4) * 4;
  return { first: 0, last: Math.min(Math.max(0, count - 1), last) };
}

/** Where to scroll, as little as possible, to show a whole row below the fixed head. */
export function scrollTopFor(
  index: number,
  view: { top: number; height: number; row: number; head: number },
): number {
  const start = index * view.row;
  if (start < view.top) return start;
  const end = start + view.row + view.head;
  return end > view.top + view.height ? end - view.height : view.top;
}
