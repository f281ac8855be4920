import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { keepDoorcodes, keepMasters } from '@/lib/readings/mutations';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findInPalette } from './data';

useDatabase();
useSimulator();

let manager: Scope;
let landlord: Scope;

beforeAll(async () => {
  manager = await signInScope('manager@harbor.example', 'doordeer-demo', 'manager');
  landlord = await signInScope('landlord@harbor.example', 'doordeer-demo', 'landlord');
});

describe('findInPalette', () => {
  it('finds a room by its label and its building together, a few at most', async () => {
    const [first] = manager.channels;
    const hits = await findInPalette(manager, `${first?.unitLabel} ${first?.buildingName}`);
    expect(hits[0]).toMatchObject({ kind: 'rooms', label: first?.unitLabel, note: first?.buildingName });
    expect(hits[0]?.href).toMatch(/^\/rooms\/[^/]+\/\d+/);
    expect((await findInPalette(manager, first?.buildingName.slice(0, 1) ?? '')).length).toBeLessThanOrEqual(
      24,
    );
  });

  it('finds a building by the beginning of its name, before all else', async () => {
    const [hit] = await findInPalette(manager, 'harbor v');
    expect(hit).toMatchObject({ kind: 'buildings', label: 'Harbor View' });
  });

  it('finds no rooms of another account', async () => {
    const own = new Set(landlord.channels.map(({ roomKey }) => roomKey));
    const foreign = manager.channels.find(({ roomKey }) => !own.has(roomKey));
    expect(foreign).toBeDefined();
    const hits = await findInPalette(landlord, `${foreign?.unitLabel} ${foreign?.buildingName}`);
    expect(hits.filter(({ kind, id }) => kind === 'rooms' && !own.has(id))).toEqual([]);
  });

  it('finds a door by its alias, its name and its number, and forgives one typo', async () => {
    const door = await getDb()
      .selectFrom('door')
      .select(['gid', 'default_name', 'locks'])
      .where('workspace_id', '=', manager.workspaceId)
      .where('building_name', '=', 'Harbor View')
      .executeTakeFirstOrThrow();
    const alias = door.locks.find((lock) => lock.alias.length > 4)?.alias ?? '';
    const doorsFor = async (typed: string) =>
      (await findInPalette(manager, typed)).filter(({ kind }) => kind === 'doors');
    for (const typed of [`${alias} harbor`, door.default_name, door.gid, `${alias.slice(0, -1)}q harbor`]) {
      const hit = (await doorsFor(typed)).find(({ id }) => id === door.gid);
      expect(hit, typed).toMatchObject({ note: 'Harbor View' });
      expect(`${hit?.label} · ${hit?.note}`).toBe(door.default_name);
      expect(hit?.actions.map(({ deed }) => deed)).toEqual(['showEvents', 'showRooms']);
    }
    expect(await doorsFor('hazbpr')).toEqual([]);
  });

  it('lists a doorcode with a nearly equal word before those that have the text inside a word', async () => {
    const [room] = manager.channels;
    if (!room) throw new Error('the manager has rooms');
    const code = (name: string, digits: string, day: string) => ({
      name,
      digits,
      validType: 3,
      from: { date: '2026-01-01', time: '00:00:00' },
      to: { date: `2036-01-${day}`, time: '00:00:00' },
      pictureUrl: '',
      lockIds: ['A01'],
      usable: true,
    });
    // In the list's own order this code is neither first nor last.
    const value = [
      ...Array.from({ length: 7 }, (_, at) => code(`Terrace ${at}`, `8053207${at}`, '20')),
      code('Rear stairs', '90532071', '15'),
      ...Array.from({ length: 7 }, (_, at) => code(`Ferrari ${at}`, `8153207${at}`, '10')),
    ];
    const at = { gid: room.gid, channel: room.channel, state: 'ok', asked: 1, askedAt: new Date() } as const;
    await keepDoorcodes(manager.workspaceId, [{ ...at, value }]);
    const [first, ...others] = (await findInPalette(manager, 'rera')).filter(
      ({ kind }) => kind === 'doorcodes',
    );
    expect(first?.label).toBe('Rear stairs');
    expect(others).toHaveLength(5);
  });

  it('finds a vendor account that is master or shares, with its rooms, only where the person may know it', async () => {
    const [room] = manager.channels;
    if (!room) throw new Error('the manager has rooms');
    const at = { workspaceId: manager.workspaceId, gid: room.gid, channel: room.channel };
    await keepMasters(at.workspaceId, [
      { ...at, state: 'ok', value: 'palette.master@tenant.example', asked: 1, askedAt: new Date() },
    ]);
    const accountsFor = async (scope: Scope, typed: string) =>
      (await findInPalette(scope, typed)).filter(({ kind }) => kind === 'accounts');
    expect(await accountsFor(manager, 'palette.mster@tenant')).toMatchObject([
      { label: 'palette.master@tenant.example', href: '/masters?q=palette.master%40tenant.example' },
    ]);
    expect(await accountsFor(landlord, 'palette.master')).toEqual([]);
  });

  it('finds the account that is signed in', async () => {
    for (const scope of [manager, landlord]) {
      const hits = await findInPalette(scope, scope.account);
      expect(hits.filter(({ own }) => own)).toMatchObject([
        { kind: 'accounts', label: scope.account, href: '/settings' },
      ]);
      expect(hits.filter(({ kind, label }) => kind === 'accounts' && label === scope.account)).toHaveLength(
        1,
      );
    }
  });

  it('offers actions on a room, if the person has their pages', async () => {
    const [own] = landlord.channels;
    const deedsFor = async (scope: Scope) => {
      const hits = await findInPalette(scope, `${own?.unitLabel} ${own?.buildingName}`);
      return hits.find(({ kind, id }) => kind === 'rooms' && id === own?.roomKey)?.actions;
    };
    expect((await deedsFor(manager))?.map(({ deed }) => deed)).toEqual([
      'newDoorcode',
      'assignMaster',
      'addPerson',
      'handOutKey',
      'showEvents',
    ]);
    expect(await deedsFor(landlord)).toContainEqual({
      deed: 'showEvents',
      href: `/events?${new URLSearchParams({ room: own?.roomKey ?? '' })}`,
    });
  });

  it('finds nothing for an empty text, and accepts any text', async () => {
    expect(await findInPalette(manager, '')).toEqual([]);
    for (const text of ['%', '_', "'; drop table doorcode; --", '\\', '💥']) {
      await expect(findInPalette(manager, text)).resolves.toBeInstanceOf(Array);
    }
  });
});
