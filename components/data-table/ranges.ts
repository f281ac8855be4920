import type { ErrorCode } from '@/lib/errors';
import { pageRows } from '@/lib/table/page-rows';
import type { RowsAnswer } from './types';

/** What the page gives: the first range, and how to ask for others. */
export type Source<Row> = {
  rows: Row[];
  total: number;
  /** Cursor of the next range; undefined when ranges are asked for by offset. */
  next: string | null | undefined;
  /** Cursor of what stands above, when the list begins somewhere else than at its top; null at the top. */
  above?: string | null | undefined;
  path: string;
  /** The filters, as they go with every range. */
  params: string;
};

/** The ranges that have been loaded. Pure, so that what happens when the page is drawn anew can be tested. */
export type Ranges<Row> = {
  from: Row[];
  params: string;
  /** By cursor those above the first range count down from -1. */
  blocks: ReadonlyMap<number, Row[]>;
  /** Blocks of before the page was drawn anew: shown, and read again when they are in sight. */
  old: ReadonlySet<number>;
  next: string | null | undefined;
  /** The cursor that brought the last range downwards. */
  last: string | null;
  above: string | null | undefined;
  total: number;
  /** What the page said of `total`; a range's own answer may say it anew. */
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
 * The page was drawn anew. Under other filters all starts over. Under the same, rows that were scrolled to stay where
 * they are, so that a refresh in the background does not throw anybody back to the top.
 */
export function redrawn<Row>(known: Ranges<Row>, source: Source<Row>): Ranges<Row> {
  const first = firstRange(source);
  if (known.params !== source.params || known.blocks.size === 1) return first;
  if (source.next !== undefined) {
    // By cursor the ranges hang together: they still do when the first one ends where it did.
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
 * The page counts anew. Where rows have come and a list by cursor was read to its end, they may stand there: the last
 * range can be read again.
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

/** The blocks to ask for so that positions `first` to `last` are known, in offset mode. */
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
    // At the top there may be nothing: the rows in sight stay, and there is no further way up.
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

/** Every loaded row with its position. By cursor they follow each other; by offset each block has its place. */
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

/** The next block downwards or upwards, by cursor. */
export function nextBlock<Row>({ blocks }: Ranges<Row>, way: 'down' | 'up'): number {
  return way === 'down' ? Math.max(...blocks.keys()) + 1 : Math.min(...blocks.keys()) - 1;
}
