import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ScopeChannel } from '@/lib/devices/channel';
import { createPerson } from '@/lib/registers/people/verbs';
import { useDatabase } from '@/lib/testing/database';
import { keepListedCode } from '@/lib/testing/kept-code';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { eventSourceQuery, findEventSource } from './find-event-source';

useDatabase();
const { simulator } = useSimulator();
let manager: SignedIn;
let scope: Scope;
let room: ScopeChannel;
let neighbour: ScopeChannel;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  scope = manager.scope;
  const [first] = scope.channels;
  const next = scope.channels.find(({ gid, roomKey }) => gid === first?.gid && roomKey !== first?.roomKey);
  if (!first || !next) throw new Error('the world has no door with two rooms');
  [room, neighbour] = [first, next];
});

beforeEach(async () => {
  await sql`truncate doorcode, doorcode_name`.execute(getDb());
});

const codeOf = (name: string, days: [string, string], at: ScopeChannel = room) =>
  keepListedCode(scope, { name, days, at });

describe('the link of an event', () => {
  const source = (given: Record<string, unknown>) =>
    findEventSource(scope, eventSourceQuery.parse({ door: room.gid, ...given }));

  it('leads to the code that was valid then, and to the list if several were or none is known', async () => {
    const may = await codeOf('Cleaner', ['2031-05-01', '2031-05-31']);
    const july = await codeOf('Cleaner', ['2031-07-01', '2031-07-31'], neighbour);
    expect(await source({ code: 'Cleaner', at: '2031-05-02T12:00:00.000Z' })).toBe(`/doorcodes/${may}`);
    expect(await source({ code: 'Cleaner', at: '2031-07-02T12:00:00.000Z' })).toBe(`/doorcodes/${july}`);
    expect(await source({ code: 'Cleaner', at: '2032-07-02T12:00:00.000Z' })).toBe('/doorcodes?q=Cleaner');
    const again = await codeOf('Cleaner', ['2031-05-01', '2031-05-31'], neighbour);
    const both = { code: 'Cleaner', at: '2031-05-02T12:00:00.000Z' };
    expect(await source(both)).toBe('/doorcodes?q=Cleaner');
    expect(await source({ ...both, channel: String(neighbour.channel) })).toBe(`/doorcodes/${again}`);
    expect(await source({ code: 'Dog & walker' })).toBe('/doorcodes?q=Dog+%26+walker&made=elsewhere');
  });

  it('leads to no code of a room that is no longer in the account', async () => {
    const kept = await codeOf('Cleaner', ['2031-05-01', '2031-05-31']);
    await codeOf('Cleaner', ['2031-05-01', '2031-05-31'], neighbour);
    const given = eventSourceQuery.parse({ door: room.gid, code: 'Cleaner', at: '2031-05-02T12:00:00.000Z' });
    expect(await findEventSource(scope, given)).toBe('/doorcodes?q=Cleaner');
    const channels = scope.channels.filter(({ roomKey }) => roomKey !== neighbour.roomKey);
    expect(await findEventSource({ ...scope, channels }, given)).toBe(`/doorcodes/${kept}`);
  });

  it('leads from an account to the person of the register, else to a room, else to its events', async () => {
    const account = 'Anna@harbor.example';
    expect(await source({ account })).toBe('/events?q=Anna%40harbor.example');
    await sql`
      insert into share (workspace_id, gid, channel, sub_master, first_seen_at, seen_at)
      values (${scope.workspaceId}, ${neighbour.gid}, ${neighbour.channel}, 'anna@harbor.example', now(), now())`.execute(
      getDb(),
    );
    expect(await source({ account })).toBe(`/rooms/${neighbour.gid}/${neighbour.channel}`);
    const person = {
      name: 'Anna',
      email: 'anna@harbor.example',
      phone: '',
      movedIn: '',
      movedOut: '',
      note: '',
    };
    const made = await manager.as(() =>
      createPerson({ ctx: { scope }, input: { ...person, roomKey: neighbour.roomKey } }),
    );
    expect(made).toMatchObject({ ok: true });
    expect(await source({ account })).toBe('/people?q=Anna%40harbor.example');
  });
});
