import { Kysely, PostgresDialect, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb, getPool } from '@/lib/db/client';
import { up } from '@/lib/db/migrations/0035-door-names';
import { up as upToModels } from '@/lib/db/migrations/0039-unaliased-door-names';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { defaultDoorNames, nameInBuilding, type UnnamedDoor } from './door-names';
import { writeDefaultDoorNames } from './write-door-names';

useDatabase();
useSimulator();

const door = (gid: string, buildingName: string, ...aliases: string[]): UnnamedDoor => ({
  gid,
  buildingName,
  model: gid.startsWith('M') ? 'DD-200 ' : '',
  locks: aliases.map((alias, at) => ({ id: `A0${at}`, alias })),
});
const names = (...doors: UnnamedDoor[]) => [...defaultDoorNames(doors).values()];

describe('defaultDoorNames', () => {
  it('is made from the lock aliases and the building', () => {
    expect(names(door('D1', 'Harbor View', 'Front door', ' Rear lock ', 'Front door'))).toEqual([
      'Front door, Rear lock · Harbor View',
    ]);
  });

  it('is the model where no lock has an alias, with a number where a building has several', () => {
    expect(names(door('M1', 'Harbor View', '', ' '), door('M2', ''))).toEqual([
      'DD-200 · Harbor View',
      'DD-200',
    ]);
    expect(names(door('M2', 'A'), door('M1', 'A'), door('M3', 'A', 'Rear'), door('M4', 'B'))).toEqual([
      'DD-200 #2 · A',
      'DD-200 #1 · A',
      'Rear · A',
      'DD-200 · B',
    ]);
    expect(names(door('D1', 'A'), door('D2', 'A'), door('D3', ''))).toEqual(['#1 · A', '#2 · A', '#1']);
  });

  it('distinguishes doors of one name by their device number', () => {
    expect(names(door('D1', 'Harbor View', 'Rear'), door('D2', 'Harbor View', 'rear'))).toEqual([
      'Rear · Harbor View (D1)',
      'rear · Harbor View (D2)',
    ]);
    expect(names(door('D1', 'A', 'Rear'), door('D2', 'B', 'Rear'))).toEqual(['Rear · A', 'Rear · B']);
  });
});

describe('nameInBuilding', () => {
  it('leaves out the building if it is named already', () => {
    expect(nameInBuilding('Rear lock · Harbor View', 'Harbor View')).toBe('Rear lock');
    expect(nameInBuilding('Hof · Mitte', 'Harbor View')).toBe('Hof · Mitte');
  });
});

describe('default names in the database', () => {
  let scope: Scope;
  beforeAll(async () => {
    scope = await signInScope('manager@harbor.example', 'doordeer-demo', 'manager');
  });

  it('exist after the first device list, and an upgrade gives a stored list the same names', async () => {
    const read = () =>
      getDb()
        .selectFrom('door')
        .select(['gid', 'default_name'])
        .orderBy('workspace_id')
        .orderBy('gid')
        .execute();
    const listed = await read();
    expect(listed.length).toBeGreaterThan(1);
    for (const { gid, default_name } of listed) expect(default_name).not.toContain(gid);
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: getPool() }) });
    await sql`alter table door drop column default_name`.execute(db);
    await up(db);
    await upToModels(db);
    expect(await read()).toEqual(listed);
    // Also without aliases or models, the names equal those that the next device list gives.
    for (const model of ['DD-200', ' ', 'x (1)']) {
      await sql`update door set model = case when gid < 'DD5' then ${model} else model end,
        locks = case when gid < 'DDA' then '[{"id":"A01","alias":" "}]' else locks end`.execute(db);
      await upToModels(db);
      const upgraded = await read();
      await getDb()
        .transaction()
        .execute((trx) => writeDefaultDoorNames(trx, scope.workspaceId));
      expect(await read()).toEqual(upgraded);
    }
  });
});
