import { describe, expect, it } from 'vitest';
import type { TableSelection } from '@/lib/table/selection';
import {
  afterFilterChange,
  applyRowSelection,
  nothingSelected,
  rowSelectionOf,
  selectAll,
  selectionCount,
  setSelected,
} from './selection';

const some: TableSelection = { all: false, ids: ['a', 'b'] };

describe('selection', () => {
  it('selects and deselects single rows without listing any twice', () => {
    const twice = setSelected(setSelected(nothingSelected, ['a'], true), ['a', 'b'], true);
    expect(twice).toEqual(some);
    expect(setSelected(twice, ['a'], false)).toEqual({ all: false, ids: ['b'] });
  });

  it('turns a row deselected under "all that match" into an exception, and back', () => {
    const without = setSelected(selectAll(), ['a'], false);
    expect(without).toEqual({ all: true, except: ['a'] });
    expect(rowSelectionOf(without, ['a', 'never ticked'])).toEqual({ 'never ticked': true });
    expect(selectionCount(without, 1204)).toBe(1203);
    expect(setSelected(without, ['a'], true)).toEqual(selectAll());
  });

  it('keeps single selections across filters but ends "all that match"', () => {
    expect(afterFilterChange(some)).toBe(some);
    expect(afterFilterChange(selectAll())).toEqual(nothingSelected);
  });

  it('gives the table, and so its header, only loaded rows', () => {
    expect(rowSelectionOf(some, ['a', 'b'])).toEqual({ a: true, b: true });
    expect(rowSelectionOf(some, ['a', 'c'])).toEqual({ a: true });
    expect(rowSelectionOf(some, ['c'])).toEqual({});
    expect(rowSelectionOf(selectAll(), ['c'])).toEqual({ c: true });
    expect(rowSelectionOf(some, [])).toEqual({});
  });

  it('takes over what the table changes, and keeps rows that are not loaded', () => {
    expect(applyRowSelection(some, { a: true }, { c: true })).toEqual({ all: false, ids: ['b', 'c'] });
    expect(applyRowSelection(selectAll(), { a: true, c: true }, { c: true })).toEqual({
      all: true,
      except: ['a'],
    });
  });

  it('never counts below zero', () => {
    expect(selectionCount({ all: true, except: ['a', 'b'] }, 1)).toBe(0);
  });
});
