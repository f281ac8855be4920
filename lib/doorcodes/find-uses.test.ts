import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { freshenOverview } from '@/lib/desk/overview/freshen';
import type { ScopeChannel } from '@/lib/devices/channel';
import { useDatabase } from '@/lib/testing/database';
import { keepListedCode } from '@/lib/testing/kept-code';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findUses } from './find-uses';

useDatabase();
const { simulator } = useSimulator();
let scope: Scope;
let room: ScopeChannel;
let neighbour: ScopeChannel;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  await freshenOverview(scope);
  const [first] = scope.channels;
  const next = scope.channels.find(({ gid, roomKey }) => gid === first?.gid && roomKey !== first?.roomKey);
  if (!first || !next) throw new Error('the world has no door with two rooms');
  [room, neighbour] = [first, next];
});

beforeEach(async () => {
  await sql`truncate event, event_who, doorcode, doorcode_name`.execute(getDb());
});

let place = 0;
type Use = { day: string; channel?: number | null; gid?: string; type?: number; fit?: string };

async function open(who: { code: string } | { account: string }, use: Use): Promise<void> {
  const { workspaceId } = scope;
  const [account, code] = 'code' in who ? [null, who.code] : [who.account, null];
  const { rows } = await sql<{ id: number }>`
    insert into event_who (workspace_id, digest, account, code_name, folded)
    values (${workspaceId}, ${Buffer.from(JSON.stringify(who))}, ${account}, ${code}, '')
    on conflict (workspace_id, digest) do update set folded = '' returning id`.execute(getDb());
  await sql`
    insert into event (workspace_id, at, gid, stream, place, channel, type, who_id, time_text, zone, fit,
      building_name, archived_at)
    values (${workspaceId}, ${`${use.day}T12:00:00Z`}, ${use.gid ?? room.gid}, null, ${++place},
      ${use.channel === undefined ? null : use.channel}, ${use.type ?? 2}, ${rows[0]?.id ?? 0}, '', 'UTC',
      ${use.fit ?? 'exact'}, '', now())`.execute(getDb());
}

const codeOf = (name: string, days: [string, string], at: ScopeChannel = room) =>
  keepListedCode(scope, { name, days, at });

describe('the uses of a doorcode', () => {
  it('are those of its name, at its door, in its period, and not of another room', async () => {
    const id = await codeOf('Cleaner', ['2031-05-01', '2031-05-31']);
    expect(await findUses(scope, id)).toMatchObject({ count: 0, last: null, mixed: false });
    await open({ code: 'Cleaner' }, { day: '2031-05-02' });
    await open({ code: 'Cleaner' }, { day: '2031-05-09', channel: room.channel });
    for (const other of [
      { day: '2031-04-20' },
      { day: '2031-06-20' },
      { day: '2031-05-03', channel: neighbour.channel },
      { day: '2031-05-03', gid: 'another door' },
      { day: '2031-05-03', type: 4 },
      { day: '2031-05-03', fit: 'invalid' },
    ])
      await open({ code: 'Cleaner' }, other);
    await open({ code: 'Cleaner 2' }, { day: '2031-05-03' });
    expect(await findUses(scope, id)).toMatchObject({
      count: 2,
      first: '2031-05-02T12:00:00.000Z',
      last: '2031-05-09T12:00:00.000Z',
      mixed: false,
    });
  });

  it('stay known after the code is revoked, and say if another code may be counted too', async () => {
    const id = await codeOf('Cleaner', ['2031-05-01', '2031-05-31']);
    await open({ code: 'Cleaner' }, { day: '2031-05-02' });
    await codeOf('Cleaner', ['2031-07-01', '2031-07-31'], neighbour);
    expect(await findUses(scope, id)).toMatchObject({ count: 1, mixed: false });
    await codeOf('Cleaner', ['2031-05-20', '2031-06-10'], neighbour);
    await getDb().updateTable('doorcode').set({ gone_at: new Date() }).where('id', '=', id).execute();
    expect(await findUses(scope, id)).toMatchObject({ count: 1, mixed: true });
  });

  it('are not counted for a code without a name, and not shown to another account', async () => {
    const unnamed = await codeOf('', ['2031-05-01', '2031-05-31']);
    await open({ code: 'Cleaner' }, { day: '2031-05-02' });
    expect(await findUses(scope, unnamed)).toMatchObject({ name: '', count: 0 });
    expect(await findUses({ ...scope, workspaceId: crypto.randomUUID() }, unnamed)).toBeNull();
    expect(await findUses({ ...scope, listIsFresh: false }, unnamed)).toBeNull();
  });
});
