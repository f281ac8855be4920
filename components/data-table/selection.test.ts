import { describe, expect, it } from 'vitest';
import type { TableSelection } from '@/lib/table/selection';
import {
  afterFilterChange,
  headerState,
  isSelected,
  nothingSelected,
  selectAll,
  selectionCount,
  setSelected,
} from './selection';

const some: TableSelection = { all: false, ids: ['a', 'b'] };

describe('selection', () => {
  it('ticks and unticks single rows without listing any twice', () => {
    const twice = setSelected(setSelected(nothingSelected, ['a'], true), ['a', 'b'], true);
    expect(twice).toEqual(some);
    expect(setSelected(twice, ['a'], false)).toEqual({ all: false, ids: ['b'] });
  });

  it('turns a row unticked under "all that match" into an exception, and back', () => {
    const without = setSelected(selectAll(), ['a'], false);
    expect(without).toEqual({ all: true, except: ['a'] });
    expect(isSelected(without, 'a')).toBe(false);
    expect(isSelected(without, 'never loaded')).toBe(true);
    expect(selectionCount(without, 1204)).toBe(1203);
    expect(setSelected(without, ['a'], true)).toEqual(selectAll());
  });

  it('keeps single ticks across filters but lets "all that match" go', () => {
    expect(afterFilterChange(some)).toBe(some);
    expect(afterFilterChange(selectAll())).toEqual(nothingSelected);
  });

  it('shows the header ticked, half ticked or empty by the loaded rows alone', () => {
    expect(headerState(some, ['a', 'b'])).toBe('all');
    expect(headerState(some, ['a', 'c'])).toBe('some');
    expect(headerState(some, ['c'])).toBe('none');
    expect(headerState(selectAll(), ['c'])).toBe('all');
    expect(headerState(some, [])).toBe('none');
  });

  it('never counts below nothing', () => {
    expect(selectionCount({ all: true, except: ['a', 'b'] }, 1)).toBe(0);
  });
});
