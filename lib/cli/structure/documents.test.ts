import { describe, expect, test } from 'vitest';
import { checkDocuments, type Document } from './documents';
import { house } from './house';

const record = '# A choice\n\n- Date: 2026-11-29\n- Status: accepted\n';

function check(documents: Document[], comments: Record<string, string> = {}, known: string[] = []) {
  const found = checkDocuments({
    documents,
    sources: house(comments),
    exists: (name) => known.includes(name),
  });
  return found.map(({ file, what }) => `${file} ${what}`);
}

describe('documents', () => {
  test('a short decision with number, date and status is right', () => {
    expect(check([{ name: 'docs/decisions/001-a-choice.md', text: record }])).toEqual([]);
  });

  test.each([
    ['docs/decisions/001-a-choice.md', `${record}${'word '.repeat(250)}`, /words; the limit is 250/],
    ['ARCHITECTURE.md', 'word '.repeat(1_501), /1501 words; the limit is 1500/],
    ['docs/decisions/a-choice.md', record, /without a number/],
    ['docs/decisions/001-a-choice.md', '# A choice', /without a date or a status/],
    ['README.md', 'Look at `lib/gone.ts`.', /cites lib\/gone\.ts/],
    ['docs/vendor.md', '[why](decisions/001-gone.md#part)', /cites docs\/decisions\/001-gone\.md/],
  ])('%s is refused: %#', (name, text, what) => {
    expect(check([{ name, text }])).toEqual([expect.stringMatching(what)]);
  });

  test('two decisions of one number are both named', () => {
    const names = ['docs/decisions/001-one.md', 'docs/decisions/001-two.md'];
    expect(check(names.map((name) => ({ name, text: record })))).toHaveLength(2);
  });

  test('a comment that cites a missing document is reported', () => {
    const comments = { 'lib/a.ts': '// docs/gone.md', 'lib/b.ts': '// docs/vendor.md, reading 3' };
    expect(check([], comments, ['docs/vendor.md'])).toEqual([
      'lib/a.ts cites docs/gone.md, which does not exist',
    ]);
  });

  test('a pattern of paths is not a path', () => {
    expect(check([{ name: 'README.md', text: '`lib/<room>/verbs.ts` and `lib/cli`' }])).toEqual([]);
  });
});
