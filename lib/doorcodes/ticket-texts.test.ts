import { createTranslator } from 'next-intl';
import { beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import type { ScopeChannel } from '@/lib/devices/channel';
import { messages as en } from '@/lib/i18n/messages/en/messages';
import { messages as zh } from '@/lib/i18n/messages/zh/messages';
import { keepDoorcodes } from '@/lib/readings/mutations';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { writeTicketTexts } from './ticket-texts';

useDatabase();
const { simulator } = useSimulator({ size: { buildings: 1, flats: 2, days: 1, visitsPerDay: 1 } });

let master: SignedIn;
let room: ScopeChannel;
let id = '';

beforeEach(async () => {
  const { account, password } = simulator().accounts.master;
  master = await signInAs(account, password, 'landlord');
  const { scope } = master;
  const own = scope.channels.find(({ relation }) => relation.endsWith('master'));
  if (!own) throw new Error('the master has no room');
  room = own;
  const code = {
    ...{ name: 'Cleaner', validType: 3, digits: '12345678', pictureUrl: '', lockIds: ['A01'], usable: true },
    ...{
      from: { date: '2199-05-01', time: '09:00:00' },
      to: { date: '2199-05-01', time: '12:00:00' },
    },
  };
  const { gid, channel } = room;
  await keepDoorcodes(scope.workspaceId, [
    { gid, channel, asked: 1, askedAt: new Date(), state: 'ok', value: [code] },
  ]);
  const stored = getDb().selectFrom('doorcode').select('id').where('workspace_id', '=', scope.workspaceId);
  id = (await stored.executeTakeFirstOrThrow()).id;
  await getDb().deleteFrom('building_detail').execute();
  await getDb()
    .insertInto('building_detail')
    .values({
      workspace_id: scope.workspaceId,
      building_name: room.buildingName,
      address: '1 Quay Road\n2000 Harbor',
      notes: '',
    })
    .execute();
});

const textsOf = (who: SignedIn, locale: 'en' | 'zh') => {
  const messages = locale === 'en' ? en : zh;
  const t = createTranslator({ locale, messages, namespace: 'doorcodes' });
  return writeTicketTexts(who.scope, [id], { t, locale });
};

describe('the text of a doorcode to copy', () => {
  test('has digits, period, address and steps, in the language of choice', async () => {
    const [text = ''] = await textsOf(master, 'en');
    const lines = text.split('\n');
    expect(lines[0]).toBe('Cleaner: 12345678');
    expect(lines[1]).toContain('09:00–12:00');
    expect(lines[2]).toBe('Address: 1 Quay Road, 2000 Harbor');
    expect(lines[3]).toMatch(/^1\. Go to .+ of /);
    expect(lines[4]).toMatch(/^2\. Type 12345678 at the door\./);

    const [chinese] = await textsOf(master, 'zh');
    expect(chinese).toContain('地址：1 Quay Road, 2000 Harbor');
    expect(chinese).toContain('2. 在门口输入 12345678。');
    expect(chinese).not.toMatch(/Address|Go to/);
  });

  test('is not for other accounts', async () => {
    const { account, password } = simulator().accounts.manager;
    expect(await textsOf(await signInAs(account, password, 'manager'), 'en')).toEqual([]);
  });
});
