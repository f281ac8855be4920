import { describe, expect, it } from 'vitest';
import { describeMachine, type Measured, writeDocument } from './bench-document';

const names = ['pages', 'search', 'search --large', 'sync'];

function measuredBy(name: string, value: number, day = '2026-11-29'): Measured {
  return {
    name,
    about: `how ${name} does`,
    day,
    machine: '2 cores',
    figures: [
      { what: `${name} | all`, value, hold: { atMost: 1.5 }, unit: 'ratio', made: '3 ms ÷ 2 ms' },
      { what: 'rows', value: 0.4, hold: { atLeast: 0.5 }, unit: 'percent', made: 'a\nb' },
    ],
  };
}

const write = (old: string, ...measured: Measured[]) => writeDocument(old, { measured, names });

describe('writeDocument', () => {
  it('begins a document with each figure, its limit, where and by which command it was measured', () => {
    const text = write('', measuredBy('pages', 1.234));
    expect(text.split('\n## ')[1]).toBe(
      [
        'pages',
        '',
        'How pages does.',
        '',
        'Measured on 2026-11-29 by `npm run bench -- pages`: 2 cores.',
        '',
        '| figure | measured | limit | | made of |',
        '|---|---|---|---|---|',
        '| pages \\| all | 1.23 | ≤ 1.50 | holds | 3 ms ÷ 2 ms |',
        '| rows | 0.4 % | ≥ 0.5 % | misses | a b |',
        '',
      ].join('\n'),
    );
  });

  it('replaces the rows of what was measured again and keeps those of other runs', () => {
    const before = write('', measuredBy('search', 1, '2026-01-01'), measuredBy('sync', 1, '2026-01-01'));
    const after = write(before, measuredBy('sync', 2));
    const parts = (text: string) => text.split(/^(?=## )/m).map((part) => part.trim());
    expect(parts(after)[1]).toBe(parts(before)[1]);
    expect(parts(after)[2]).toContain('| sync \\| all | 2.00 |');
    expect(after.match(/^## /gm)).toHaveLength(2);
  });

  it('is the same after the same measurement, whatever the order', () => {
    const one = write(write('', measuredBy('sync', 2)), measuredBy('pages', 1));
    expect(write('', measuredBy('pages', 1), measuredBy('sync', 2))).toBe(one);
    expect(write(one, measuredBy('sync', 2))).toBe(one);
  });

  it('keeps a larger measurement next to the usual one', () => {
    const text = write(write('', measuredBy('search --large', 1)), measuredBy('search', 1));
    expect(text.match(/^## .*/gm)).toEqual(['## search', '## search --large']);
  });

  it('drops what no bench measures any more', () => {
    const old = writeDocument('', { measured: [measuredBy('gone', 1)], names: ['gone'] });
    expect(write(old, measuredBy('pages', 1))).not.toContain('gone');
  });
});

it('says of a machine whether other work shared it', () => {
  expect(describeMachine({ postgres: '18.4', load: 0 })).not.toContain('shared');
  expect(describeMachine({ postgres: '18.4', load: 100 })).toContain('load average 100.0');
});
