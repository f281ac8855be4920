import { expect, test } from 'vitest';
import { createRefusalLog } from './refusal-log';

test('a reason has five lines in a minute, and the next minute says how many were left out', () => {
  const lines: object[] = [];
  let now = 0;
  const note = createRefusalLog(
    (fields) => lines.push(fields),
    () => now,
  );
  for (let n = 0; n < 500; n += 1) note({ reason: 'method', method: 'TRACE', path: '/people?q=Anna' });
  expect(lines).toEqual(Array(5).fill({ reason: 'method', method: 'TRACE', path: '/people' }));
  note({ reason: 'body' });
  expect(lines).toHaveLength(6);
  now = 60_000;
  note({ reason: 'method' });
  expect(lines.at(-1)).toEqual({ reason: 'method', leftOut: 495 });
});
