import { beforeAll, describe, expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import { readZones } from '@/lib/devices/zones';
import { keepDoorcodes } from '@/lib/readings/mutations';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { chooseZoneAction, saveBuildingDetailsAction, saveDoorDetailsAction } from './actions';
import { findBuilding } from './data';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let landlord: SignedIn;
let tenant: SignedIn;
let building = '';
let gid = '';
beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  tenant = await signInAs(accounts.tenant.account, accounts.tenant.password, 'tenant');
  building = tenant.scope.channels[0]?.buildingName ?? '';
  gid = tenant.scope.channels[0]?.gid ?? '';
});

const nothing = { address: '', notes: '' };
const details = () => ({
  building,
  address: ' 1 Harbor Road\r\nHong Kong ',
  notes: '=HYPERLINK("x")',
  was: nothing,
});

describe('details of a building', () => {
  it('are kept as typed, for this account only', async () => {
    expect(await manager.as(() => saveBuildingDetailsAction(details()))).toMatchObject({ ok: true });
    expect(await findBuilding(manager.scope, building)).toMatchObject({
      address: '1 Harbor Road\nHong Kong',
      notes: '=HYPERLINK("x")',
    });
    expect(await findBuilding(landlord.scope, building)).toMatchObject({ address: '', notes: '' });
  });

  it('are not overwritten by a form that began with older ones', async () => {
    const other = { ...details(), notes: 'written in another tab', was: details() };
    expect(await manager.as(() => saveBuildingDetailsAction(other))).toMatchObject({ ok: true });
    const late = { ...details(), notes: 'written in this one', was: details() };
    expect(await manager.as(() => saveBuildingDetailsAction(late))).toEqual({ ok: false, code: 'conflict' });
    expect(await findBuilding(manager.scope, building)).toMatchObject({ notes: other.notes });
    expect(await manager.as(() => saveBuildingDetailsAction({ ...details(), was: other }))).toMatchObject({
      ok: true,
    });
  });

  it('are refused to strangers, wrong roles and other accounts, and nothing is written', async () => {
    const count = () =>
      getDb()
        .selectFrom('building_detail')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
    const before = await count();
    expect(await asStranger(() => saveBuildingDetailsAction(details()))).toEqual({
      ok: false,
      code: 'signed-out',
    });
    expect(await tenant.as(() => saveBuildingDetailsAction(details()))).toEqual({
      ok: false,
      code: 'not-allowed',
    });
    expect(
      await landlord.as(() => saveBuildingDetailsAction({ ...details(), building: 'House of others' })),
    ).toEqual({ ok: false, code: 'not-found' });
    expect(await manager.as(() => saveBuildingDetailsAction({ building }))).toMatchObject({
      ok: false,
      code: 'invalid-input',
    });
    expect(
      await manager.as(() => saveBuildingDetailsAction({ ...details(), address: 'x'.repeat(501) })),
    ).toEqual({ ok: false, code: 'invalid-input', fields: { address: 'tooLong' } });
    expect(await manager.as(() => saveBuildingDetailsAction({ ...details(), notes: 'a\u0000b' }))).toEqual({
      ok: false,
      code: 'invalid-input',
      fields: { notes: 'invalid' },
    });
    expect(await count()).toEqual(before);
  });

  it('are in the audit log', async () => {
    await manager.as(() => saveBuildingDetailsAction({ ...details(), was: details() }));
    const rows = await getDb()
      .selectFrom('audit_entry')
      .select(['action', 'subject', 'outcome'])
      .where('action', '=', 'buildings.details')
      .where('workspace_id', '=', manager.scope.workspaceId)
      .execute();
    expect(rows).toContainEqual({ action: 'buildings.details', subject: building, outcome: 'done' });
  });
});

describe('the time zone of a building', () => {
  it('moves the windows of its doorcodes, and back', async () => {
    const [channel] = tenant.scope.channels;
    if (!channel) throw new Error('no channel');
    const code = {
      name: '',
      validType: 3,
      from: { date: '2099-07-01', time: '09:00:00' },
      to: { date: '2099-07-01', time: '12:00:00' },
      digits: '12345678',
      pictureUrl: '',
      lockIds: [],
      usable: true,
    };
    await keepDoorcodes(tenant.scope.workspaceId, [
      {
        gid: channel.gid,
        channel: channel.channel,
        asked: 1,
        askedAt: new Date(),
        state: 'ok',
        value: [code],
      },
    ]);
    const opensAt = async () =>
      (
        await getDb()
          .selectFrom('doorcode')
          .select('from_at')
          .where('workspace_id', '=', tenant.scope.workspaceId)
          .executeTakeFirstOrThrow()
      ).from_at?.toISOString();
    const before = await opensAt();
    expect(await tenant.as(() => chooseZoneAction({ building, zone: 'Europe/Berlin' }))).toMatchObject({
      ok: true,
    });
    expect(await opensAt()).toBe('2099-07-01T07:00:00.000Z');
    expect((await readZones(tenant.scope.workspaceId)).ofDoor(gid).name).toBe('Europe/Berlin');
    expect((await readZones(manager.scope.workspaceId)).ofDoor(gid).source).toBe('vendor');
    await tenant.as(() => chooseZoneAction({ building, zone: '' }));
    expect(await opensAt()).toBe(before);
  });

  it.each(['Europe/Nowhere', '+02:00', 'null', '../../etc/localtime'])('is not %s', async (zone) => {
    expect(await manager.as(() => chooseZoneAction({ building, zone }))).toEqual({
      ok: false,
      code: 'invalid-input',
      fields: { zone: 'buildings.errors.noSuchZone' },
    });
  });

  it('cannot be chosen by another account', async () => {
    expect(await tenant.as(() => chooseZoneAction({ building: 'Elsewhere', zone: 'UTC' }))).toEqual({
      ok: false,
      code: 'not-found',
    });
  });
});

describe('details of a door', () => {
  it('are kept, and emptied again', async () => {
    const door = async () =>
      (await findBuilding(manager.scope, building))?.doors.find((one) => one.gid === gid);
    const was = { name: '', place: '', note: '' };
    const given = { name: ' Front gate ', place: 'By the bins', note: '' };
    await manager.as(() => saveDoorDetailsAction({ gid, ...given, was }));
    expect(await door()).toMatchObject({ name: 'Front gate', place: 'By the bins', note: '' });
    const late = { gid, ...was, note: 'from another tab', was };
    expect(await manager.as(() => saveDoorDetailsAction(late))).toEqual({ ok: false, code: 'conflict' });
    await manager.as(() => saveDoorDetailsAction({ gid, ...was, was: given }));
    expect(await door()).toMatchObject(was);
  });

  it('report what is wrong for each field, and nothing to strangers', async () => {
    const was = { name: '', place: '', note: '' };
    const door = { gid, name: 'a\nb', place: 'x'.repeat(201), note: '', was };
    expect(await manager.as(() => saveDoorDetailsAction(door))).toEqual({
      ok: false,
      code: 'invalid-input',
      fields: { name: 'invalid', place: 'tooLong' },
    });
    const good = { gid, ...was, name: 'x', was };
    expect(await asStranger(() => saveDoorDetailsAction(good))).toEqual({ ok: false, code: 'signed-out' });
    expect(await tenant.as(() => saveDoorDetailsAction(good))).toEqual({ ok: false, code: 'not-allowed' });
    const own = new Set(landlord.scope.channels.map((channel) => channel.gid));
    const foreign = manager.scope.channels.find((channel) => !own.has(channel.gid));
    if (foreign) {
      expect(await landlord.as(() => saveDoorDetailsAction({ ...good, gid: foreign.gid }))).toEqual({
        ok: false,
        code: 'not-found',
      });
    }
  });
});
