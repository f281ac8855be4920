import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { nameInAddress } from './name-in-address';
import {
  anyName,
  anyOf,
  anyText,
  dayFilter,
  exportQuery,
  oneOf,
  parseListAddress,
  parseTableQuery,
  switchFilter,
  tableQuery,
} from './query';
import { readSearchParams, writeSearchParams } from './search-params';

const schema = tableQuery({
  sorts: ['name', 'codes'],
  filters: {
    building: anyText(),
    state: oneOf(['live', 'expired']),
    type: anyOf(['call', 'card']),
    from: dayFilter(),
    empty: switchFilter(),
  },
});

const read = (address: string) => parseTableQuery(schema, new URLSearchParams(address));

describe('tableQuery', () => {
  it('gives defaults for an address without a query', () => {
    expect(read('')).toEqual({
      query: { q: '', sort: 'name', dir: 'asc', offset: 0, limit: 200, building: [], type: [], empty: false },
      ignored: [],
      unread: [],
    });
  });

  it('keeps a building whose name holds commas and ampersands, and several of them', () => {
    const address = writeSearchParams({ building: ['Block A, East', "O'Neil & Sons", '港景'] });
    expect(read(address.toString()).query.building).toEqual(['Block A, East', "O'Neil & Sons", '港景']);
  });

  it('distinguishes an empty name from no name', () => {
    const named = tableQuery({ sorts: ['name'], filters: { building: anyName() } });
    const of = (building: string) =>
      named.parse(readSearchParams(new URLSearchParams({ building: nameInAddress(building) }))).building;
    for (const name of ['', '~', '~x', '.', '..', 'Block A, East', '%7E', 'x'.repeat(400)])
      expect(of(name)).toEqual([name]);
    expect(named.parse({ building: '' }).building).toEqual([]);
    expect(named.parse({}).building).toEqual([]);
  });

  it('accepts no day of the year 0, which the database does not know', () => {
    const from = (day: string) => read(`from=${day}`).query.from;
    for (const day of ['0000-01-01', '0000-12-31']) expect(from(day)).toBeUndefined();
    for (const day of ['0001-01-01', '2026-11-24', '9999-12-31']) expect(from(day)).toBe(day);
  });

  it('falls back field by field, and tells filters from order and range', () => {
    const { query, ignored, unread } = read(
      'sort=__proto__&state=nonsense&type=call&type=bomb&offset=-1&limit=1e9&from=2026-02-30&q=harbor',
    );
    expect(query).toMatchObject({ sort: 'name', type: [], offset: 0, limit: 200, q: 'harbor' });
    expect(query.state).toBeUndefined();
    expect(ignored.sort()).toEqual(['limit', 'offset', 'sort']);
    expect(unread.sort()).toEqual(['from', 'state', 'type']);
  });

  it('gives a page no query for an address with a filter that is not understood', () => {
    const of = (search: string) => parseListAddress(schema, readSearchParams(new URLSearchParams(search)));
    expect(of('state=nonsense&sort=nonsense')).toEqual({ unread: ['state'], query: null, table: null });
    // A part of the values that is understood does not make a list that was asked for.
    expect(of('type=call&type=bomb')).toEqual({ unread: ['type'], query: null, table: null });
    expect(of('sort=nonsense&type=call')).toMatchObject({
      unread: null,
      query: { type: ['call'], sort: 'name' },
      table: { ignored: ['sort'] },
    });
  });

  it('is strict for handlers, so that an export never drops a filter quietly', () => {
    expect(schema.safeParse({ state: 'nonsense' }).success).toBe(false);
    expect(exportQuery(schema).safeParse({ format: 'exe' }).success).toBe(false);
    expect(exportQuery(schema).parse({}).format).toBe('csv');
  });

  it('refuses NUL, which PostgreSQL cannot store or compare', () => {
    expect(read('q=a%00b')).toMatchObject({ query: { q: '' }, unread: ['q'] });
    expect(read('building=a%00b').unread).toEqual(['building']);
  });

  it('takes no repeated single value, unless it is the same', () => {
    expect(read('sort=name&sort=codes')).toMatchObject({ query: { sort: 'name' }, ignored: ['sort'] });
    expect(read('sort=codes&sort=codes')).toMatchObject({ query: { sort: 'codes' }, ignored: [] });
    expect(read('q=a&q=').unread).toEqual(['q']);
  });

  it('never throws, whatever the address', () => {
    const keys = fc.constantFrom(
      'q',
      'sort',
      'dir',
      'offset',
      'limit',
      'building',
      'state',
      'type',
      'from',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, fc.string({ unit: 'binary' })), { maxLength: 12 }), (pairs) => {
        const { query } = parseTableQuery(schema, readSearchParams(new URLSearchParams(pairs)));
        expect(query.limit).toBeLessThanOrEqual(500);
        expect(['name', 'codes']).toContain(query.sort);
      }),
    );
  });
});
