import { describe, expect, it } from 'vitest';
import { doorcodesQuery } from '../doorcodes/schema';
import { exportEntry } from './export-entry';
import { exportQuery } from './query';

const entryOf = (query: Record<string, unknown>) =>
  exportEntry('doorcodes.export')(exportQuery(doorcodesQuery).parse(query));

describe('the audit entry of an export', () => {
  it('holds the format, and nothing else without a filter', () => {
    expect(entryOf({ format: 'xlsx', sort: 'name' })).toEqual({
      action: 'doorcodes.export',
      subject: 'xlsx',
      detail: {},
    });
  });

  it('holds the filters', () => {
    expect(entryOf({ building: ['Elbhof', '~'], state: 'live', q: 'plumber' }).detail).toEqual({
      building: 'Elbhof, —',
      state: 'live',
      search: 'plumber',
    });
  });

  it('keeps no digits that were searched for', () => {
    expect(JSON.stringify(entryOf({ q: '1234 5678' }))).not.toMatch(/\d/);
  });
});
