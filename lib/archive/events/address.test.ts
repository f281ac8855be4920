import { expect, it } from 'vitest';
import { parseTableQuery } from '@/lib/table/query';
import { eventsQuery } from '../search/schema';
import { eventsHref } from './address';

const read = (address: string) =>
  parseTableQuery(eventsQuery, Object.fromEntries(new URLSearchParams(address))).query;

it('keeps every other filter, and starts from the first row', () => {
  const text =
    'q=Plumber&building=%7E&type=2&from=2026-11-01&to=2026-11-24&zone=Asia%2FShanghai&hour=3&dir=asc';
  const query = read(`${text}&after=1.2`);
  const href = eventsHref(query, { hour: ['9'], weekday: ['1'] });
  const found = read(href.slice('/events?'.length));
  expect(found).toEqual({ ...query, hour: ['9'], weekday: ['1'], after: undefined });
});

it('says whose clock it is even where none was asked for: a preference must not change what is meant', () => {
  expect(eventsHref(read(''), { type: ['other'] })).toBe('/events?type=other&zone=building');
});
