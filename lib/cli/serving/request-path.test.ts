import { expect, test } from 'vitest';
import { readableUrl } from './request-path';

test.each([
  '/',
  '/buildings/%E6%B5%B7%E6%B8%AF?q=%FF',
  "/buildings/O'Brien%20%26%20S%C3%B6hne",
  '/api/rooms?x=%',
  '/rooms/a..b/.c?from=/../x',
  '*',
])('leaves %s as it is', (url) => {
  expect(readableUrl(url)).toBe(url);
});

test.each([
  ['/buildings/%FF', '/nothing-here'],
  ['/buildings/%E0%A4%A?q=1', '/nothing-here'],
  ['/rooms/%ED%A0%80/1', '/nothing-here'],
  ['/%', '/nothing-here'],
  ['/api/jobs/%C0%80', '/api/nothing-here'],
  ['/x/../_next/image?url=a', '/nothing-here'],
  ['/_next/static/%2E./image', '/nothing-here'],
  ['/rooms/.', '/nothing-here'],
  ['/rooms\\..\\_next/image', '/nothing-here'],
  ['/api/..', '/api/nothing-here'],
])('makes a page that is not there of %s', (url, instead) => {
  expect(readableUrl(url)).toBe(instead);
});
