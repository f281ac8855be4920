import { describe, expect, it } from 'vitest';
import {
  firstRange,
  loadedRows,
  missingBlocks,
  nextBlock,
  recounted,
  redrawn,
  type Source,
  withAnswer,
} from './ranges';

type Row = { id: number };
const rows = (from: number, count = 200): Row[] =>
  Array.from({ length: count }, (_, at) => ({ id: from + at }));
const source = (change: Partial<Source<Row>> = {}): Source<Row> => ({
  rows: rows(0),
  total: 1204,
  next: undefined,
  path: '/api/rooms',
  params: 'building=A',
  ...change,
});

describe('ranges by offset', () => {
  it('ask for the blocks in sight, and for none beyond the last row', () => {
    const ranges = firstRange(source());
    expect(missingBlocks(ranges, 0, 150)).toEqual([]);
    expect(missingBlocks(ranges, 390, 430)).toEqual([1, 2]);
    expect(missingBlocks(ranges, 1190, 1300)).toEqual([5, 6]);
  });

  it('place a block where it belongs, whatever came before it', () => {
    const ranges = withAnswer(firstRange(source()), 3, { rows: rows(600), total: 1204 });
    expect(loadedRows(ranges).find(({ row }) => row.id === 601)?.index).toBe(601);
    expect(missingBlocks(ranges, 600, 700)).toEqual([]);
  });

  it('keep what was scrolled to when the page refreshes, and read it again when it is visible', () => {
    const known = withAnswer(firstRange(source()), 3, { rows: rows(600), total: 1204 });
    const drawn = redrawn(known, source({ rows: rows(0), total: 1203 }));
    expect(loadedRows(drawn)).toHaveLength(400);
    expect(missingBlocks(drawn, 600, 700)).toEqual([3]);
    expect(missingBlocks(withAnswer(drawn, 3, { rows: rows(600), total: 1203 }), 600, 700)).toEqual([]);
  });

  it('start over under other filters, and drop what lies beyond the rows that are left', () => {
    const known = withAnswer(firstRange(source()), 3, { rows: rows(600), total: 1204 });
    expect(redrawn(known, source({ rows: rows(0), params: 'building=B' })).blocks.size).toBe(1);
    expect(redrawn(known, source({ rows: rows(0), total: 450 })).blocks.size).toBe(1);
  });

  it('stop asking after a failure until it is asked for again', () => {
    const failed = withAnswer(firstRange(source()), 2, 'cloud-timeout');
    expect(failed.failed).toBe('cloud-timeout');
    expect(missingBlocks(failed, 400, 420)).toEqual([]);
  });
});

describe('ranges by cursor', () => {
  const byCursor = (change: Partial<Source<Row>> = {}) => source({ next: 'after-199', ...change });

  it('follow each other and end when there is no cursor', () => {
    const all = withAnswer(firstRange(byCursor()), 1, { rows: rows(200, 30), total: 230, next: null });
    expect(loadedRows(all).map(({ index }) => index)).toEqual(Array.from({ length: 230 }, (_, at) => at));
    expect(all.next).toBeNull();
    expect(missingBlocks(all, 0, 500)).toEqual([]);
  });

  it('stay when the first range still ends at the same row, and start over when new rows pushed it on', () => {
    const known = withAnswer(firstRange(byCursor()), 1, { rows: rows(200), total: 900, next: 'after-399' });
    expect(loadedRows(redrawn(known, byCursor({ rows: rows(0) })))).toHaveLength(400);
    expect(loadedRows(redrawn(known, byCursor({ rows: rows(-3) })))).toHaveLength(200);
  });

  it('are read again at their end when the page counts more than it did', () => {
    const source = byCursor({ total: 230 });
    const known = withAnswer(firstRange(source), 1, { rows: rows(200, 30), next: null });
    for (const more of [recounted(known, 232), redrawn(known, { ...source, rows: rows(0), total: 232 })]) {
      expect([more.total, more.next, loadedRows(more).length]).toEqual([232, 'after-199', 200]);
      const again = withAnswer(more, nextBlock(more, 'down'), { rows: rows(200, 32), next: null });
      expect(loadedRows(again)).toHaveLength(232);
    }
    expect(recounted(known, 229)).toMatchObject({ total: 229, next: null });
    expect(recounted(firstRange(source), 232)).toMatchObject({ total: 232, next: 'after-199' });
  });

  it('grow upwards from where the list began, and say when its top is there', () => {
    const moved = firstRange(byCursor({ rows: rows(500), above: 'before-500' }));
    expect(nextBlock(moved, 'up')).toBe(-1);
    const more = withAnswer(moved, -1, { rows: rows(300), above: 'before-300' });
    expect(nextBlock(more, 'up')).toBe(-2);
    expect(nextBlock(more, 'down')).toBe(1);
    const all = withAnswer(withAnswer(more, 1, { rows: rows(700, 9), next: null }), -2, {
      rows: rows(290, 10),
      above: null,
    });
    expect(loadedRows(all).map(({ row }) => row.id)).toEqual(
      Array.from({ length: 419 }, (_, at) => 290 + at),
    );
    expect(loadedRows(all)[210]).toEqual({ index: 210, row: { id: 500 } });
    expect([all.above, all.next]).toEqual([null, null]);
  });

  it('keep what was loaded above when the page refreshes, and the way down when the way up fails', () => {
    const moved = byCursor({ rows: rows(500), above: 'before-500' });
    const more = withAnswer(firstRange(moved), -1, { rows: rows(300), above: 'before-300' });
    const drawn = redrawn(more, { ...moved, rows: rows(500) });
    expect(loadedRows(drawn)).toHaveLength(400);
    expect(drawn.above).toBe('before-300');
    const failed = withAnswer(drawn, -2, 'cloud-timeout');
    expect([failed.failedAbove, failed.failed, failed.next]).toEqual(['cloud-timeout', null, 'after-199']);
  });
});
