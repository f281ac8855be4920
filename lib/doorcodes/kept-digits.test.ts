import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { openVault } from '@/lib/db/vault/vault-ring';
import { rotateVault } from '@/lib/desk/rotate-vault';
import { vaultKey } from '@/lib/env';
import { type Place, readPlaces } from '@/lib/places/data';
import { pruneDigits } from '@/lib/readings/prune-digits';
import { readDoorcodes } from '@/lib/readings/refresh-room';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findDoorcodes, listDoorcodes } from './data';
import { revokeDoorcode } from './mutations';
import { checkTargets, keepRequests, readBatch } from './requests';
import { doorcodesQuery } from './schema';
import { sendRequest } from './send-request';

useDatabase();
const { simulator } = useSimulator();

const day = 86_400_000;
let manager: Scope;
let place: Place;

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('doorcode_request').execute();
  await getDb().deleteFrom('doorcode').execute();
  const { account, password } = simulator().accounts.manager;
  manager = await signInScope(account, password, 'manager');
  const [first] = await readPlaces(manager);
  if (!first) throw new Error('the manager has no room');
  place = first;
});

/** A code in the cloud whose window ended so many days ago, or ends in so many days. */
function makeCode(name: string, endsInDays: number) {
  const wall = (days: number) => {
    const text = new Date(Date.now() + days * day).toISOString().replace(/\D/g, '');
    return { date: Number(text.slice(0, 8)), time: 120_000 };
  };
  return simulator().cloud.world.createCode({
    creator: manager.account,
    gid: place.gid,
    channel: place.channel,
    name,
    validType: 3,
    from: wall(endsInDays - 2),
    to: wall(endsInDays),
    lockIds: place.locks.map(({ id }) => id),
  });
}

const listed = async (q = '') => (await listDoorcodes(manager, doorcodesQuery.parse({ q }))).rows;
const named = async (name: string) => {
  const row = (await listed()).find((one) => one.name === name);
  if (!row) throw new Error(`no code ${name}`);
  return row;
};

async function issue(name: string) {
  const at = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 16);
  const targets = [{ gid: place.gid, channel: place.channel, lockIds: place.locks.map(({ id }) => id) }];
  const input = { batch: crypto.randomUUID(), name, from: at(1), to: at(2), targets };
  const [request] = await keepRequests(getDb(), manager, input, await checkTargets(manager, input));
  await sendRequest(manager, request?.id ?? '');
  return { id: request?.id ?? '', batch: input.batch };
}

/** Names the tables that hold the text in a column that can be read. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(getDb());
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from ${sql.raw(name)} as row where strpos(row::text, ${text}) > 0`.execute(
      getDb(),
    );
    if (rows[0]?.n) found.push(name);
  }
  return found;
}

describe('digits and QR addresses', () => {
  test('are in no table of the database that can be read', async () => {
    await issue('First');
    const { batch } = await issue('Painter');
    const [row] = (await readBatch(manager, batch)) ?? [];
    const made = simulator().cloud.world.findCode(row?.doorcode?.digits ?? '');
    if (!made) throw new Error('not made');
    expect(made.name).toBe('Painter');
    expect(await tablesWith('Painter')).toContain('public.doorcode');
    expect(await tablesWith(made.digits)).toEqual([]);
    expect(await tablesWith(made.token)).toEqual([]);
  });

  test('of a row that was moved to another room do not open', async () => {
    makeCode('Cleaner', 3);
    await readDoorcodes(manager, place);
    const { id, digits } = await named('Cleaner');
    expect(digits).toMatch(/^\d{8}$/);
    const other = (await readPlaces(manager)).find(({ channel }) => channel !== place.channel);
    await getDb()
      .updateTable('doorcode')
      .set({ gid: other?.gid ?? '', channel: other?.channel ?? 0 })
      .where('id', '=', id)
      .execute();
    expect((await findDoorcodes(manager, [id]))[0]?.digits).toBeNull();
  });
});

describe('the search by digits', () => {
  test('finds a code by all its digits, and a code that may open by four of them', async () => {
    const live = makeCode('Live', 3);
    const over = makeCode('Over', -3);
    await readDoorcodes(manager, place);
    const names = async (q: string) => (await listed(q)).map(({ name }) => name);
    expect(await names(live.digits)).toEqual(['Live']);
    expect(await names(`${live.digits.slice(0, 4)} ${live.digits.slice(4)}`)).toEqual(['Live']);
    expect(await names(over.digits)).toEqual(['Over']);
    expect(await names(live.digits.slice(2, 7))).toContain('Live');
    expect(await names(live.digits.slice(2, 5))).not.toContain('Live');
    expect(await names(over.digits.slice(0, 7))).not.toContain('Over');
  });
});

describe('30 days after its end', () => {
  test('a code loses its digits and stays in the list, and no reading stores them again', async () => {
    const [old, recent] = [makeCode('Old', -31), makeCode('Recent', -28)];
    await readDoorcodes(manager, place);
    const { id } = await named('Old');
    expect(await named('Old')).toMatchObject({
      digits: null,
      state: 'expired',
      fromWall: expect.any(String),
    });
    expect((await named('Recent')).digits).toBe(recent.digits);
    expect(await pruneDigits(getDb(), new Date(Date.now() + 3 * day))).toBeGreaterThan(0);
    expect((await named('Recent')).digits).toBeNull();
    await readDoorcodes(manager, place);
    expect(await named('Old')).toMatchObject({ id, digits: null });
    expect((await listed(old.digits)).map(({ name }) => name)).toEqual(['Old']);
  });

  test('a code that disappeared and a request lose them too', async () => {
    const { id, batch } = await issue('Painter');
    const [row] = (await readBatch(manager, batch)) ?? [];
    await getDb()
      .updateTable('doorcode')
      .set({ gone_at: new Date() })
      .where('id', '=', row?.doorcode?.id ?? '')
      .execute();
    await pruneDigits(getDb(), new Date(Date.now() + 33 * day));
    const kept = await getDb().selectFrom('doorcode_request').selectAll().where('id', '=', id).execute();
    expect(kept).toMatchObject([{ sealed_picture: null, known_before: null, name: 'Painter' }]);
    const codes = getDb().selectFrom('doorcode').select('sealed').where('name', '=', 'Painter');
    expect(await codes.execute()).toEqual([{ sealed: null }]);
  });

  test('a code can still be revoked, with the digits of the cloud’s list', async () => {
    const old = makeCode('Old', -31);
    await readDoorcodes(manager, place);
    expect(await revokeDoorcode(manager, (await named('Old')).id)).toMatchObject({ state: 'verified' });
    expect(simulator().cloud.world.findCode(old.digits)?.revoked ?? true).toBe(true);
    expect((await listed()).map(({ name }) => name)).not.toContain('Old');
  });
});

test('after the vault key was replaced, codes are the same rows, found by their digits', async () => {
  await openVault(getDb(), vaultKey());
  const [live, old] = [makeCode('Live', 3), makeCode('Old', -31)];
  // Unusable, and no end is known: only the sweep drops its digits.
  Object.assign(makeCode('Endless', 3), { from: { date: 0, time: 0 }, to: { date: 0, time: 0 } });
  await readDoorcodes(manager, place);
  const longAgo = { first_seen_at: new Date(Date.now() - 31 * day) };
  await getDb().updateTable('doorcode').set(longAgo).where('name', '=', 'Endless').execute();
  await pruneDigits(getDb());
  expect(await named('Endless')).toMatchObject({ digits: null, toWall: null });
  const { batch } = await issue('Painter');
  const before = (await listed()).map(({ id, name, digits }) => ({ id, name, digits }));
  const keys = [vaultKey(), randomBytes(32), randomBytes(32)] as const;
  for (const [at, next] of keys.slice(1).entries())
    expect(await rotateVault(getDb(), { before: keys[at] ?? next, next })).toMatchObject({ unopened: 0 });
  await readDoorcodes(manager, place);
  expect((await listed()).map(({ id, name, digits }) => ({ id, name, digits }))).toEqual(before);
  expect(
    await getDb().selectFrom('doorcode').select('id').where('gone_at', 'is not', null).execute(),
  ).toEqual([]);
  expect((await listed(live.digits)).map(({ name }) => name)).toEqual(['Live']);
  expect((await listed(old.digits)).map(({ name }) => name)).toEqual(['Old']);
  expect((await readBatch(manager, batch))?.[0]?.doorcode?.digits).toMatch(/^\d{8}$/);
});

test('digits whose seal is damaged are not said to be removed', async () => {
  makeCode('Spoilt', 3);
  await readDoorcodes(manager, place);
  expect(await named('Spoilt')).toMatchObject({
    digits: expect.stringMatching(/^\d+$/),
    digitsDamaged: false,
  });
  await getDb()
    .updateTable('doorcode')
    .set({ sealed: randomBytes(60) })
    .where('name', '=', 'Spoilt')
    .execute();
  expect(await named('Spoilt')).toMatchObject({ digits: null, digitsDamaged: true });
  await getDb().updateTable('doorcode').set({ sealed: null }).where('name', '=', 'Spoilt').execute();
  expect(await named('Spoilt')).toMatchObject({ digits: null, digitsDamaged: false });
});
