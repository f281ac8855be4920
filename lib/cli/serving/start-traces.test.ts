import { expect, test } from 'vitest';
import { withoutLinks } from './start-traces';

test.each([
  ['/invite/abc', 0],
  ['/rooms', 2],
])('a request for %s is recorded: %i', (target, decision) => {
  const { shouldSample } = withoutLinks;
  const answer = Reflect.apply(shouldSample, withoutLinks, [{}, '', 'GET', 1, { 'http.target': target }, []]);
  expect(answer).toEqual({ decision });
});
