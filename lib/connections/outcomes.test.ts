import { beforeEach, describe, expect, test } from 'vitest';
import { accountMayMaster } from '@/lib/abilities/masters';
import { optionsAt } from '@/lib/auth/choose-caller';
import { getDb } from '@/lib/db/client';
import { issueDoorcodesAction, revokeDoorcodeAction } from '@/lib/doorcodes/actions';
import { readBatch } from '@/lib/doorcodes/requests';
import { assignMasterAction, removeMasterAction, replaceMasterAction } from '@/lib/masters/actions';
import { readPlaces } from '@/lib/places/data';
import { addShareAction, removeShareAction } from '@/lib/shares/actions';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useConnections } from '@/lib/testing/connections';
import { useDatabase } from '@/lib/testing/database';
import { useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);
const { owner, signIn, add, now } = useConnections(simulator);
const master = 'master@harbor.example';
const subMaster = 'guest@harbor.example';
const account = (name: 'manager' | 'landlord' | 'otherLandlord') => simulator().accounts[name].account;
const at = (room = 0) => ({ gid: door.gid(), channel: door.rooms()[room] ?? 0 });

/** Of the newest entries about an action: whose they are. */
const logged = (action: string) =>
  getDb()
    .selectFrom('audit_entry')
    .select(['outcome', 'account', 'connection_id'])
    .where('action', '=', action)
    .orderBy('seq', 'desc')
    .limit(2)
    .execute();

beforeEach(async () => {
  for (const table of ['connection', 'throttle_try', 'change_request', 'doorcode', 'master_reading'] as const)
    await getDb().deleteFrom(table).execute();
  door.give('landlord', [0]);
});

describe('with a manager and a landlord at one room', () => {
  let second: string;

  beforeEach(async () => {
    setMaster(simulator().cloud, at(), account('landlord'));
    await signIn('manager', 'manager');
    second = await add('landlord', 'landlord');
  });

  const through = (answer: { ok: boolean; data?: unknown }) => {
    expect(answer).toMatchObject({ ok: true, data: [{ through: account('landlord') }] });
    return answer.data;
  };

  test('each change of a master names its account again, and so does the log', async () => {
    setMaster(simulator().cloud, at(), null);
    const input = { doors: [at()], via: second };
    through(await owner().as(() => assignMasterAction({ ...input, master })));
    through(await owner().as(() => replaceMasterAction({ ...input, master: subMaster })));
    through(await owner().as(() => removeMasterAction({ ...input, expected: subMaster })));
    for (const action of ['masters.assign', 'masters.replace', 'masters.remove'])
      expect(await logged(action)).toEqual([
        { outcome: 'done', account: account('landlord'), connection_id: second },
        { outcome: 'intent', account: account('landlord'), connection_id: second },
      ]);
  });

  test('each change of a share names its account again, and so does the log', async () => {
    await owner().as(async () => {
      through(await addShareAction({ doors: [at()], via: second, subMaster }));
      through(await removeShareAction({ doors: [at()], via: second, subMaster }));
    });
    for (const action of ['shares.add', 'shares.remove'])
      expect((await logged(action)).map((entry) => entry.connection_id)).toEqual([second, second]);
  });

  test('a change that failed, or whose answer was lost, names it too', async () => {
    setMaster(simulator().cloud, at(), null);
    for (const json of [{ re: 6 }, 'nonsense']) {
      simulator().faults.next({ effect: 'answer', json, call: 'Authowner', ...at() });
      through(await owner().as(() => assignMasterAction({ doors: [at()], via: second, master })));
      setMaster(simulator().cloud, at(), null);
    }
  });

  test('codes of a form name it, made or not', async () => {
    const place = (await readPlaces(await now())).find(
      ({ gid, channel }) => gid === at().gid && channel === at().channel,
    );
    const lockIds = (place?.locks ?? []).slice(0, 1).map(({ id }) => id);
    const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
    const issue = async () => {
      const batch = crypto.randomUUID();
      const input = { batch, name: 'Parcel', from: wall(12), to: wall(14), via: second };
      const targets = [{ ...at(), lockIds }];
      expect(await owner().as(() => issueDoorcodesAction({ ...input, targets }))).toMatchObject({ ok: true });
      return (await readBatch(await now(), batch)) ?? [];
    };
    const [made] = await issue();
    expect(made).toMatchObject({
      ...{ state: 'confirmed', through: account('landlord') },
      doorcode: { madeBy: account('landlord') },
    });
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'getQrCode', ...at() });
    expect(await issue()).toMatchObject([{ state: 'failed', through: account('landlord') }]);
    const revoked = await owner().as(() => revokeDoorcodeAction({ id: made?.doorcode?.id ?? '' }));
    expect(revoked).toMatchObject({ ok: true, data: { state: 'verified', through: account('landlord') } });
  });
});

test('where no account may change all of a choice, those are named that do it by rule', async () => {
  door.give('otherLandlord', [1]);
  await signIn('landlord', 'landlord');
  await add('otherLandlord', 'landlord');
  expect(optionsAt(await now(), [at(0), at(1)], accountMayMaster)).toEqual({
    choices: [],
    byRule: [account('landlord'), account('otherLandlord')],
  });
  await add('manager', 'manager');
  expect(optionsAt(await now(), [at(0), at(1)], accountMayMaster)).toMatchObject({
    choices: [{ account: account('manager') }],
    byRule: [account('manager')],
  });
});

test('with one account, no outcome names it', async () => {
  setMaster(simulator().cloud, at(), null);
  await signIn('manager', 'manager');
  expect(optionsAt(await now(), [at()], accountMayMaster)).toEqual({ choices: [], byRule: [] });
  const answer = await owner().as(() => assignMasterAction({ doors: [at()], master }));
  expect(answer.ok && answer.data[0]).not.toHaveProperty('through');
});
