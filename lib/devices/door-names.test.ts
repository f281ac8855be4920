import { Kysely, PostgresDialect, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { getDb, getPool } from '@/lib/db/client';
import { up } from '@/lib/db/migrations/0035-door-names';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { defaultDoorNames, nameInBuilding, type UnnamedDoor } from './door-names';

useDatabase();
useSimulator();

const door = (gid: string, buildingName: string, ...aliases: string[]): UnnamedDoor => ({
  gid,
  buildingName,
  locks: aliases.map((alias, at) => ({ id: `A0${at}`, alias })),
});
const names = (...doors: UnnamedDoor[]) => [...defaultDoorNames(doors).values()];

describe('defaultDoorNames', () => {
  it('is made from the lock aliases and the building', () => {
    expect(names(door('D1', 'Harbor View', 'Front door', ' Rear lock ', 'Front door'))).toEqual([
      'Front door, Rear lock · Harbor View',
    ]);
  });

  it('keeps the device number where no lock has an alias', () => {
    expect(names(door('D1', 'Harbor View', '', ' '), door('D2', ''))).toEqual(['D1 · Harbor View', 'D2']);
  });

  it('tells doors of one name apart by their device number', () => {
    expect(names(door('D1', 'Harbor View', 'Rear'), door('D2', 'Harbor View', 'rear'))).toEqual([
      'Rear · Harbor View (D1)',
      'rear · Harbor View (D2)',
    ]);
    expect(names(door('D1', 'A', 'Rear'), door('D2', 'B', 'Rear'))).toEqual(['Rear · A', 'Rear · B']);
  });
});

describe('nameInBuilding', () => {
  it('leaves out the building where that is named already', () => {
    expect(nameInBuilding('Rear lock · Harbor View', 'Harbor View')).toBe('Rear lock');
    expect(nameInBuilding('Hof · Mitte', 'Harbor View')).toBe('Hof · Mitte');
  });
});

describe('default names in the database', () => {
  beforeAll(async () => {
    await signInScope('manager@harbor.example', 'doordeer-demo', 'manager');
  });

  it('are there after the first device list, and an upgrade gives a kept list the same ones', async () => {
    const read = () =>
      getDb()
        .selectFrom('door')
        .select(['gid', 'default_name'])
        .orderBy('workspace_id')
        .orderBy('gid')
        .execute();
    const listed = await read();
    expect(listed.length).toBeGreaterThan(1);
    for (const { gid, default_name } of listed) expect(default_name).not.toBe(gid);
    await sql`alter table door drop column default_name`.execute(getDb());
    await up(new Kysely<unknown>({ dialect: new PostgresDialect({ pool: getPool() }) }));
    expect(await read()).toEqual(listed);
  });
});
