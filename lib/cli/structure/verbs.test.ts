import { describe, expect, test } from 'vitest';
import { checkActions } from './actions';
import { files, house } from './house';
import { checkVerbs } from './verbs';

describe('actions', () => {
  test.each([
    "'use server';\nexport async function removeRoom(id: string) {}",
    "'use server';\nexport const removeRoomAction = defineVerb({});",
    "'use server';\nexport const removeRoom = actionOf(removeRoom);",
    "'use server';\nexport const removeRoomAction = actionOf(addRoom);",
    "'use server';\nexport const removeRoomAction = async () => {};",
    "'use server';\nexport default actionOf(removeRoom);",
    "export async function f() {\n  'use server';\n}",
    "// first\n'use server';\nexport { removeRoom } from './mutations';",
  ])('refused: %s', (text) => {
    expect(checkActions(house({ 'lib/rooms/actions.ts': text }))).not.toEqual([]);
  });

  test('verbs behind the checks of an action, and types, may be exported', () => {
    const text = [
      "'use server';",
      'export type T = string;',
      "export const removeRoomAction = actionOf(removeRoom, { revalidate: ['/'] });",
      'export const registerAction = publicActionOf(register);',
      'const own = 1;',
    ].join('\n');
    expect(checkActions(house({ 'lib/rooms/actions.ts': text }))).toEqual([]);
  });
});

describe('verbs', () => {
  const whole = "name: 'rooms.remove', input, ability: refuseRoom, run: async () => {}";

  test.each([
    ['is no verb', 'export async function removeRoom(id: string) {}', 'which defineVerb did not build'],
    ['is handed on', "export { removeRoom } from './mutations';", 'which defineVerb did not build'],
    [
      'asks for no ability',
      `export const removeRoom = defineVerb({ ${whole.replace('ability: refuseRoom,', '')} });`,
      'without "ability"',
    ],
    [
      'has no name for the audit log',
      `export const removeRoom = defineVerb({ ${whole.replace("name: 'rooms.remove',", '')} });`,
      'without "name"',
    ],
    [
      'has no limit for strangers',
      `export const register = definePublicVerb({ ${whole}, account });`,
      'without "throttle"',
    ],
  ])('refused: one that %s', (_, text, what) => {
    const found = checkVerbs(house({ 'lib/rooms/verbs.ts': text }));
    expect(found.map((one) => one.what).join()).toContain(what);
  });

  test('a complete one is accepted, and so are types', () => {
    const text = `export type T = string;\nexport const removeRoom = defineVerb({ ${whole} });`;
    expect(checkVerbs(house({ 'lib/rooms/verbs.ts': text }))).toEqual([]);
  });

  test.each(['lib/desk/data.ts', 'app/api/rooms/route.ts', 'components/rooms/room.tsx'])(
    '%s goes no way around them',
    (name) => {
      const text = "import { removeRoom } from '@/lib/rooms/mutations';";
      const all = { 'lib/rooms/mutations.ts': '', 'lib/rooms/verbs.ts': '', [name]: text };
      expect(files(checkVerbs(house(all)))).toEqual([name]);
    },
  );
});
