import type { ErrorCode } from '@/lib/errors';
import { pageRows } from '@/lib/table/page-rows';
import type { RowsAnswer } from './types';

export type Source<Row> = {
  rows: Row[];
  total: number;
  /** Cursor of the next range. undefined: ranges are by offset. */
  next: string | null | undefined;
  /** Cursor of the rows above, if the list does not begin at its top. null: at the top. */
  above?: string | null | undefined;
  path: string;
  params: string;
};

/** Loaded ranges. Pure, so that a refresh of the page can be tested. */
export type Ranges<Row> = {
  from: Row[];
  params: string;
  /** By cursor, ranges above the first one count down from -1. */
  blocks: ReadonlyMap<number, Row[]>;
  /** Ranges from before the last refresh: shown, and read again when they are in view. */
  old: ReadonlySet<number>;
  next: string | null | undefined;
  /** The cursor that gave the last range downwards. */
  last: string | null;
  above: string | null | undefined;
  total: number;
  /** The page's own `total`. A later answer may replace it. */
  counted: number;
  failed: ErrorCode | null;
  failedAbove: ErrorCode | null;
};

export function firstRange<Row>(source: Source<Row>): Ranges<Row> {
  return {
    from: source.rows,
    params: source.params,
    blocks: new Map([[0, source.rows]]),
    old: new Set(),
    next: source.next,
    last: null,
    above: source.above,
    total: source.total,
    counted: source.total,
    failed: null,
    failedAbove: null,
  };
}

/**
 * The page was refreshed. Other filters start over. With the same filters, scrolled rows stay: a background refresh
 * must not move the reader to the top.
 */
export function redrawn<Row>(known: Ranges<Row>, source: Source<Row>): Ranges<Row> {
  const first = firstRange(source);
  if (known.params !== source.params || known.blocks.size === 1) return first;
  if (source.next !== undefined) {
    // By cursor, ranges still fit together if the first one ends where it did before.
    const same = JSON.stringify(known.blocks.get(0)?.at(-1)) === JSON.stringify(source.rows.at(-1));
    const blocks = new Map([...known.blocks, [0, source.rows]]);
    return same ? recounted({ ...known, from: source.rows, blocks }, source.total) : first;
  }
  const kept = [...known.blocks].filter(([block]) => block !== 0 && block * pageRows < source.total);
  return {
    ...first,
    blocks: new Map([[0, source.rows], ...kept]),
    old: new Set(kept.map(([block]) => block)),
  };
}

/**
 * The page counts again. If there are now more rows than a list by cursor has loaded, its last range can be read
 * again.
 */
export function recounted<Row>(known: Ranges<Row>, total: number): Ranges<Row> {
  const more = known.next === null && known.last !== null && total > known.total;
  const all = { ...known, counted: total, total };
  if (!more) return all;
  const end = nextBlock(known, 'down') - 1;
  return {
    ...all,
    blocks: new Map([...known.blocks].filter(([block]) => block !== end)),
    next: known.last,
    last: null,
  };
}

/** The blocks to load so that positions `first` to `last` are known, by offset. */
export function missingBlocks<Row>(ranges: Ranges<Row>, first: number, last: number): number[] {
  if (ranges.next !== undefined || ranges.failed) return [];
  const blocks: number[] = [];
  for (let block = Math.floor(first / pageRows); block <= Math.floor(last / pageRows); block += 1) {
    const wanted = !ranges.blocks.has(block) || ranges.old.has(block);
    if (wanted && block * pageRows < ranges.total) blocks.push(block);
  }
  return blocks;
}

export function withAnswer<Row>(
  ranges: Ranges<Row>,
  block: number,
  answer: RowsAnswer<Row> | ErrorCode,
): Ranges<Row> {
  if (typeof answer === 'string') return { ...ranges, [block < 0 ? 'failedAbove' : 'failed']: answer };
  if (block < 0) {
    // If there is nothing above, the rows stay and there is no further way up.
    const above = answer.above ?? null;
    return { ...ranges, blocks: new Map([...ranges.blocks, [block, answer.rows]]), above, failedAbove: null };
  }
  return {
    ...ranges,
    blocks: new Map([...ranges.blocks, [block, answer.rows]]),
    old: new Set([...ranges.old].filter((one) => one !== block)),
    next: ranges.next === undefined ? undefined : (answer.next ?? null),
    last: ranges.next ?? null,
    total: answer.total ?? ranges.total,
  };
}

/** Every loaded row with its position. */
export function loadedRows<Row>(ranges: Ranges<Row>): { index: number; row: Row }[] {
  const loaded: { index: number; row: Row }[] = [];
  let after = 0;
  for (const [block, rows] of [...ranges.blocks].sort(([a], [b]) => a - b)) {
    const offset = ranges.next === undefined ? block * pageRows : after;
    for (const [at, row] of rows.entries()) loaded.push({ index: offset + at, row });
    after += rows.length;
  }
  return loaded;
}

export function nextBlock<Row>({ blocks }: Ranges<Row>, way: 'down' | 'up'): number {
  return way === 'down' ? Math.max(...blocks.keys()) + 1 : Math.min(...blocks.keys()) - 1;
}
