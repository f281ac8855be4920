import { expect, test } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { ExposedList } from './exposed-list';

const of = (...accounts: string[]) => accounts.map((account) => ({ account, knownTo: 'Ben' }));
const shown = (exposed: Parameters<typeof ExposedList>[0]['exposed'], locale: 'en' | 'zh' = 'en') =>
  renderInDesk(<ExposedList exposed={exposed} link={false} />, locale);
const titles = (html: string) => html.match(/Change the vendor password/g) ?? [];

test('one notice lists all accounts whose password a removed member knows', () => {
  const html = shown(of('a@harbor.example', 'b@harbor.example', 'c@harbor.example'));
  expect(titles(html)).toHaveLength(1);
  expect(html).toContain('Change the vendor passwords of 3 accounts: removed members knew them');
  for (const account of ['a', 'b', 'c']) expect(html).toContain(`${account}@harbor.example: Ben knew it`);
  expect(html).toContain('Ben is no longer a member. An account stays in this list');
  expect(shown(of('a@harbor.example', 'b@harbor.example'), 'zh')).toContain('请更改 2 个账号的厂商密码');
});

test('names all who know the password of one account, and shows nothing where there is none', () => {
  const html = shown([...of('a@harbor.example'), { account: 'a@harbor.example', knownTo: 'Max' }]);
  expect(titles(html)).toHaveLength(1);
  expect(html).toContain('Change the vendor password of a@harbor.example: Ben and Max knew it');
  expect(html).toContain('Ben and Max are no longer members. This notice stays');
  expect(shown([])).toBe('');
});
