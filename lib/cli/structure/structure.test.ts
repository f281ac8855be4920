import { describe, expect, test } from 'vitest';
import { checkFileCircles, checkFolderCircles } from './circles';
import { checkDirection } from './direction';
import { files, house } from './house';
import { checkLongFunctions } from './long-functions';
import { checkLooseText } from './loose-text';
import { checkMessages } from './messages';
import { checkExceptions, checkNames } from './names';
import { checkRichTags } from './rich-tags';
import {
  checkRooms,
  checkRoomsTable,
  checkSlots,
  checkTurnedArrows,
  lines,
  roomsTable,
  turnedArrows,
} from './rooms';
import { checkSuppressions } from './suppressions';
import { exceptions } from './vocabulary';
import { checkWords } from './words';

describe('direction', () => {
  test.each([
    ['lib/rooms/data.ts', "import { Page } from '@/app/page';"],
    ['lib/rooms/data.ts', "import { Button } from '../../components/ui/button';"],
    ['components/ui/button.tsx', "export * from '@/app/page';"],
    ['lib/doordeer/client/client.ts', "import { headers } from 'next/headers';"],
    ['lib/doordeer/client/client.ts', "import { getEnv } from '../../env';"],
    ['lib/simulator/cloud/cloud.ts', "import { contract } from '../../doordeer/contract';"],
    ['lib/simulator/cloud/cloud.ts', "import React from 'react';"],
    ['app/page.tsx', "const it = await import('@/lib/simulator/cloud/cloud');"],
    ['lib/rooms/data.ts', "import { useDatabase } from '../testing/database';"],
  ])('%s may not say %s', (name, text) => {
    expect(files(checkDirection(house({ [name]: text })))).toContain(name);
  });

  test.each([
    [
      'app/page.tsx',
      "import { Button } from '@/components/ui/button';\nimport { getRooms } from '@/lib/rooms/data';",
    ],
    ['lib/simulator/cloud/cloud.ts', "import { rc4 } from '../doordeer/codec';"],
    ['lib/simulator/cloud.test.ts', "import { useDatabase } from '../testing/database';"],
    ['lib/cli/demo.ts', "import { startSimulator } from '../simulator/cloud';"],
    ['lib/rooms/data.ts', "// import { Page } from '@/app/page';"],
  ])('%s may say %s', (name, text) => {
    const whole = house({ 'lib/doordeer/codec.ts': '', 'lib/simulator/cloud/cloud.ts': '', [name]: text });
    expect(checkDirection(whole)).toEqual([]);
  });
});

describe('circles', () => {
  test('a circle of three is found, over several lines and exports', () => {
    const found = checkFileCircles(
      house({
        'lib/a.ts': "import {\n  b,\n} from './b';",
        'lib/b.ts': "export { c } from './c';",
        'lib/c.ts': "import './a';",
      }),
    );
    expect(found.map(({ what }) => what)).toEqual([
      'is in a circle: lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts',
    ]);
  });

  test.each([
    ['a type', "import type { B } from './b';"],
    ['one type among braces', "import { type B } from './b';"],
    ['import()', "const b = await import('./b');"],
  ])('%s makes a circle too', (_, text) => {
    const two = house({ 'lib/x/a.ts': text, 'lib/x/b.ts': "import { a } from './a';" });
    expect(checkFileCircles(two)).toHaveLength(1);
  });

  test('imports of tests make none', () => {
    const two = house({ 'lib/x/a.test.ts': "import { b } from './b';", 'lib/x/b.ts': "import './a.test';" });
    expect(checkFileCircles(two)).toEqual([]);
  });

  test('folders can form a circle although their files do not; files of one folder form none', () => {
    const files = {
      'lib/one/a.ts': "import type { B } from '../two/b';",
      'lib/one/c.ts': "import { a } from './a';",
      'lib/two/b.ts': '',
      'lib/two/d.ts': "import { c } from '@/lib/one/c';",
    };
    expect(checkFileCircles(house(files))).toEqual([]);
    expect(checkFolderCircles(house(files)).map(({ what }) => what)).toEqual([
      'is in a circle: lib/one → lib/two → lib/one',
    ]);
    expect(checkFolderCircles(house({ ...files, 'lib/two/d.ts': "import './b';" }))).toEqual([]);
  });

  test('a folder and one inside it count as two', () => {
    const nested = {
      'lib/one/a.ts': "import './deep/b';",
      'lib/one/deep/b.ts': "import '../c';",
      'lib/one/c.ts': '',
    };
    expect(checkFolderCircles(house(nested))).toHaveLength(1);
  });
});

describe('rooms', () => {
  test.each([
    ['lib/db/client.ts', "import { getRooms } from '@/lib/rooms/data';"],
    ['lib/auth/scope.ts', "import type { Place } from '../places/data';"],
    ['lib/log.ts', "const audit = await import('./audit/record');"],
    ['lib/new-room/data.ts', ''],
    ['lib/loose.ts', ''],
  ])('%s may not say %s', (name, text) => {
    const target = { 'lib/rooms/data.ts': '', 'lib/places/data.ts': '', 'lib/audit/record.ts': '' };
    expect(files(checkRooms(house({ ...target, [name]: text })))).toEqual([name]);
  });

  test.each([
    ['lib/rooms/data.ts', "import { getDb } from '../db/client';"],
    ['lib/rooms/data.ts', "import { listPeople } from '../registers/data';"],
    ['lib/db/client.test.ts', "import { getRooms } from '@/lib/rooms/data';"],
    ['app/page.tsx', "import { getRooms } from '@/lib/rooms/data';"],
  ])('%s may say %s', (name, text) => {
    const target = { 'lib/db/client.ts': '', 'lib/registers/data.ts': '', 'lib/rooms/data.ts': '' };
    expect(checkRooms(house({ ...target, [name]: text }))).toEqual([]);
  });

  test('each room is in one line', () => {
    const all = lines.flatMap(({ rooms }) => rooms);
    expect(new Set(all).size).toBe(all.length);
  });

  test('ARCHITECTURE.md shows the table that is checked, or that is a finding', () => {
    expect(checkRoomsTable(`# House\n\n${roomsTable()}\n`)).toEqual([]);
    expect(files(checkRoomsTable(roomsTable().replace('`db/`', '`database/`')))).toEqual(['ARCHITECTURE.md']);
  });

  test('a hook that is gone must not be listed', () => {
    const all = Object.fromEntries(turnedArrows.map(({ file }) => [file, '']));
    expect(checkTurnedArrows(house(all))).toEqual([]);
    expect(files(checkTurnedArrows(house({})))).toEqual(turnedArrows.map(({ file }) => file));
  });

  test.each(["const slot = Symbol.for('doordesk.pool');", 'const shared = globalThis as { pool?: Pool };'])(
    'state of a process has one door: %s',
    (text) => {
      expect(files(checkSlots(house({ 'lib/db/client.ts': text })))).toEqual(['lib/db/client.ts']);
      expect(checkSlots(house({ 'lib/process-slot.ts': text }))).toEqual([]);
    },
  );
});

describe('names', () => {
  test.each([
    'lib/rooms/roomData.ts',
    'lib/rooms/helpers.ts',
    'lib/rooms/things.ts',
    'lib/archive/sync/list/shelf.ts',
    'lib/rooms/read.ts',
    'lib/room-things.ts',
    'lib/Rooms/data.ts',
    'components/ui/index.ts',
    'app/rooms/room-table.tsx',
  ])('%s is refused', (name) => {
    expect(files(checkNames(house({ [name]: '' })))).toContain(name);
  });

  test.each([
    'lib/rooms/data.ts',
    'lib/rooms/data.test.ts',
    'lib/doorcodes/window.ts',
    'lib/archive/sync/store/save-verdict.ts',
    'lib/audit/entries.ts',
    'lib/simulator/calls/sharedel.ts',
    'lib/vault.ts',
    'lib/db/migrations/index.ts',
    'app/(desk)/rooms/[gid]/[channel]/page.tsx',
    'app/api/auth/[...nextauth]/route.ts',
  ])('%s is a good name', (name) => {
    expect(checkNames(house({ [name]: '' }))).toEqual([]);
  });

  test('an exception whose file is gone is reported, and exceptions are few', () => {
    const all = Object.fromEntries(Object.keys(exceptions).map((name) => [name, '']));
    expect(checkExceptions(house(all))).toEqual([]);
    expect(checkExceptions(house({}))).toHaveLength(Object.keys(exceptions).length);
    expect(Object.keys(exceptions).length).toBeLessThan(25);
  });

  test('a file of more than 400 lines is refused', () => {
    expect(checkNames(house({ 'lib/rooms/data.ts': 'x\n'.repeat(400) }))).toEqual([]);
    expect(checkNames(house({ 'lib/rooms/data.ts': 'x\n'.repeat(401) }))).toHaveLength(1);
  });
});

describe('functions', () => {
  const body = (lines: number) => 'x();\n'.repeat(lines);

  test.each([
    ['lib/rooms/data.ts', `export function listRooms() {\n${body(119)}}`, 'listRooms'],
    ['components/rooms/room.tsx', `const Room = () => {\n${body(119)}};`, 'Room'],
    ['lib/rooms/data.ts', `const keep = <T>(it: T) => {\n${body(119)}};`, 'keep'],
  ])('%s: one of 121 lines is refused', (name, text, own) => {
    const [found] = checkLongFunctions(house({ [name]: text }));
    expect(found?.what).toContain(`${own} of 121 lines`);
    expect(checkLongFunctions(house({ [name]: text.replace('x();\n', '') }))).toEqual([]);
  });
});

describe('suppressions', () => {
  test.each([
    '// @ts-ignore',
    '// @ts-expect-error',
    '// biome-ignore lint/a/b: <explanation>',
    'const x = y as any;',
    'const x = y as unknown as Room;',
    '// reason\nconst x = y as never;',
  ])('refused without a reason: %s', (text) => {
    expect(checkSuppressions(house({ 'lib/rooms/data.ts': text }))).toHaveLength(1);
  });

  test.each([
    '// @ts-expect-error the library types this call for version 3 only',
    '// biome-ignore lint/a/b: the pattern tells Playwright the fixtures',
    "const text = 'as any room';",
    '// The library has no type for it.\nconst x = y as unknown as Room;',
    "it('fails as never sent', run);",
    '// for any door: any at all',
  ])('accepted: %s', (text) => {
    expect(checkSuppressions(house({ 'lib/rooms/data.ts': text }))).toEqual([]);
  });
});

describe('messages', () => {
  const first = { rooms: { title: 'Rooms', count: '{n, plural, one {# room} other {# rooms}} of {name}' } };

  test('the same keys with the same values are accepted in any order', () => {
    const second = { rooms: { title: '房间', count: '{name} 的 {n} 个房间' } };
    expect(checkMessages({ first, second, language: 'zh' })).toEqual([]);
  });

  test('the branches of a choice are texts, in which values count and words do not', () => {
    const english = {
      done: '{state, select, sure {Confirmed} other {{count, plural, one {one} other {#}}}}',
    };
    const chinese = { done: '{state, select, sure {已确认} other {{count} 个}}' };
    expect(checkMessages({ first: english, second: chinese, language: 'zh' })).toEqual([]);
    expect(checkMessages({ first: english, second: { done: '{state}' }, language: 'zh' })).toHaveLength(1);
  });

  test('a missing key, a missing value and an extra key are reported', () => {
    const second = { rooms: { count: '{n} 个房间', more: '更多' } };
    const found = checkMessages({ first, second, language: 'zh' }).map(({ what }) => what);
    expect(found).toEqual([
      'rooms.title is missing',
      'rooms.count takes {n}, in English {n, name}',
      'rooms.more is not in English',
    ]);
  });
});

describe('rich tags', () => {
  const stay = (body: string) => ({
    'components/people/stay.tsx': `function Stay() {\n  const t = useTranslations('people');\n  ${body}\n}`,
  });
  const check = (files: Record<string, string>, texts: { English: string; Chinese?: string }) =>
    checkRichTags({
      sources: house(files),
      languages: {
        English: { people: { until: texts.English, since: 'since <from></from>' } },
        Chinese: { people: { until: texts.Chinese ?? texts.English, since: '<from></from> 起' } },
      },
    }).map(({ what }) => what);

  test.each([
    ['written in place', "return t.rich('until', { to: () => <Day /> });"],
    ['by its name', "const to = () => <Day />;\n  return t.rich('until', { to });"],
    ['under one of two keys', "return t.rich(from ? 'since' : 'until', { to: () => <Day /> });"],
    ['under a key that is put together', `return t.rich(\`\${kind}\`, { to: () => <Day /> });`],
  ])('a function %s is reported where the text takes a value', (_, body) => {
    expect(check(stay(body), { English: 'until <to></to>', Chinese: '至 {to}' })).toContain(
      'gives the function "to" to people.until, which has no <to></to> in Chinese',
    );
    expect(check(stay(body), { English: 'until {to}' })).toContain(
      'gives the function "to" to people.until, which has no <to></to> in English',
    );
  });

  test('a tag without a function, and a function given to plain text, are reported', () => {
    expect(check(stay("return t.rich('until', { from: day });"), { English: 'until <to></to>' })).toEqual([
      'gives no function "to" to people.until, which has <to></to> in English',
      'gives no function "to" to people.until, which has <to></to> in Chinese',
    ]);
    expect(check(stay("return t('until', { to: () => <Day /> });"), { English: 'until {to}' })).toHaveLength(
      2,
    );
  });

  test('the right text is accepted; a translator of another function has its own keys', () => {
    const other = "\nfunction Other() {\n  const t = useTranslations('keys');\n  return t('until');\n}";
    const files = stay(`return t.rich('until', { to: () => <Day /> });\n}${other}\n{`);
    expect(check(files, { English: 'until <to></to>' })).toEqual([]);
  });
});

describe('loose text', () => {
  const check = (body: string) => checkLooseText(house({ 'components/x.tsx': `function X() { ${body} }` }));

  test.each([
    ['before what comes and goes', '<p>{t("a")}{on ? <Spinner /> : null}</p>'],
    ['after it', '<button>{on && <Spinner />}Add tenant</button>'],
    ['that comes and goes itself', '<p><b>1</b>{on ? t("a") : null}</p>'],
    ['that is a blank', "<p>{rows.map(draw)}{' '}</p>"],
    ['next to a component, which may draw nothing', '<p>{t("a")} <Badge /></p>'],
    ['in a fragment, which stands among others', '<div><>{t("a")}<b /></></div>'],
    ['as the only child of a fragment', '<>{t("a")}</>'],
  ])('text %s is reported', (_, jsx) => {
    expect(check(`return ${jsx};`)).not.toEqual([]);
  });

  test.each([
    ['in an element of its own', '<p><span>{t("a")}</span>{on ? <Spinner /> : null}</p>'],
    ['as the only child', '<p>{on ? t("a") : t("b")}</p>'],
    ['next to what always stands there', '<p>{t("a")}<b>1</b>, {t("b")}</p>'],
    ['that is only the space between lines', '<p>\n  <b />\n  {on ? <i /> : null}\n</p>'],
  ])('text %s is well', (_, jsx) => {
    expect(check(`return ${jsx};`)).toEqual([]);
  });

  test('a component that returns bare text is reported, a function that makes texts is not', () => {
    expect(check("return row.label === '' ? t('none') : <b>{row.label}</b>;")).toHaveLength(1);
    const words = "function words() { return t('none'); }";
    expect(checkLooseText(house({ 'components/x.tsx': words }))).toEqual([]);
  });

  test('a choice between texts with tags needs an element for each', () => {
    const rich = (key: string) => `t.rich('${key}', { day: () => <Day /> })`;
    expect(check(`return <p>{on ? ${rich('a')} : t('b')}</p>;`)).toHaveLength(1);
    expect(check(`return <p>{t.rich(on ? 'a' : 'b', { day })}</p>;`)).toHaveLength(1);
    expect(check(`return <p><span key={kind}>{t.rich(on ? 'a' : 'b', { day })}</span></p>;`)).toEqual([]);
    expect(check(`return <p>{on ? <span key="a">{${rich('a')}}</span> : t('b')}</p>;`)).toEqual([]);
  });
});

describe('words in the browser', () => {
  const list = "'use client';\nimport { Row } from './row';";
  const row = "const t = useTranslations('rooms.row');";
  const page = "import { List } from '@/components/rooms/list';";
  const rest = {
    'lib/i18n/client-messages.tsx': "const everywhere: Namespace[] = ['common'];",
    'components/rooms/list.tsx': list,
    'components/rooms/row.tsx': row,
  };

  test('that are not passed on are reported, at any depth', () => {
    const found = checkWords(house({ ...rest, 'app/rooms/page.tsx': page }));
    expect(files(found)).toEqual(['components/rooms/row.tsx']);
    expect(found[0]?.what).toContain('"rooms"');
    expect(found[0]?.what).toContain('app/rooms/page.tsx');
    const later = {
      ...rest,
      'components/rooms/list.tsx': "'use client';\nconst Row = dynamic(() => import('./row'));",
    };
    expect(files(checkWords(house({ ...later, 'app/rooms/page.tsx': page })))).toEqual([
      'components/rooms/row.tsx',
    ]);
  });

  test.each([
    [
      'by a layout above',
      { 'app/layout.tsx': "<ClientMessages use={['rooms']}>", 'app/rooms/page.tsx': page },
    ],
    ['around the part', { 'app/rooms/page.tsx': `${page}\n<ClientMessages use={['rooms']}>` }],
    [
      'to no part, for what the server renders',
      { 'app/rooms/page.tsx': "import { Row } from '@/components/rooms/row';" },
    ],
    ['everywhere', { 'components/rooms/row.tsx': "useTranslations('common')", 'app/rooms/page.tsx': page }],
    ['only by a type', { 'app/rooms/page.tsx': "import type { List } from '@/components/rooms/list';" }],
  ])('are handed over %s', (_, more) => {
    expect(checkWords(house({ ...rest, ...more }))).toEqual([]);
  });
});
