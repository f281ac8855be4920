import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { loadMasters, loadRoomMaster } from '@/lib/masters/data';
import { removeMaster, replaceMaster } from '@/lib/masters/mutations';
import { staleFacts } from '@/lib/readings/find-stale';
import { keepMasters } from '@/lib/readings/mutations';
import { askMaster, refreshRoom } from '@/lib/readings/refresh-room';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { GET as listMasters } from './route';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
const { simulator } = useSimulator();
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.

let landlord: SignedIn;
let at: SignedIn['scope']['channels'][number];
const before = 'before@harbor.example';
const after = 'guest@harbor.example';
const context = { params: Promise.resolve({}) };

const room = () => {
  const found = simulator().cloud.world.findRoom(at.gid, at.channel);
  if (!found) throw new Error('no such room');
  return found;
};

/** All places that name the room's master: page, list and exported rows. */
async function shown() {
  const page = await loadRoomMaster(landlord.scope, at.roomKey);
  const get = (run: typeof listMasters, path: string) =>
    landlord.as(() => run(new Request(`http://doordesk.test/api/${path}`), context));
  const list = (await (await get(listMasters, 'masters')).json()) as {
    rows: { roomKey: string; master: string | null }[];
  };
  const file = (await loadMasters(landlord.scope)).filter(({ roomKey }) => roomKey === at.roomKey);
  return {
    page: page?.doors.find(({ gid, channel }) => gid === at.gid && channel === at.channel)?.master ?? null,
    list: JSON.stringify(list.rows.find(({ roomKey }) => roomKey === at.roomKey)),
    file: JSON.stringify(file),
  };
}

/** The state that a process leaves whose clock is a year ahead. */
async function comeFromNextYear(): Promise<void> {
  for (const [table, columns] of [
    ['master_reading', ['read_at', 'tried_at']],
    ['share_reading', ['read_at', 'tried_at']],
    ['doorcode_reading', ['read_at', 'tried_at']],
    ['share', ['first_seen_at', 'seen_at']],
    ['doorcode', ['first_seen_at', 'seen_at']],
    ['device_list', ['read_at', 'tried_at']],
  ] as const)
    for (const column of columns)
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = now() + interval '1 year'`.execute(
        getDb(),
      );
}

beforeEach(async () => {
  simulator().reset();
  const { account, password } = simulator().accounts.landlord;
  landlord = await signInAs(account, password, 'landlord');
  const own = landlord.scope.channels.find(({ relation }) => relation === 'landlord');
  if (!own) throw new Error('the landlord owns no room');
  at = own;
  room().master = before;
  await refreshRoom(landlord.scope, at.roomKey);
});

describe('values that a clock which was ahead has left', () => {
  test('are replaced by what a change is read back as, wherever it is shown', async () => {
    await comeFromNextYear();
    expect(await replaceMaster(landlord.scope, at, { master: after })).toMatchObject({ state: 'verified' });
    const replaced = await shown();
    expect(replaced.page).toBe(after);
    for (const text of [replaced.list, replaced.file]) {
      expect(text).toContain(after);
      expect(text).not.toContain(before);
    }

    await comeFromNextYear();
    expect(await removeMaster(landlord.scope, at)).toMatchObject({ state: 'verified' });
    const removed = await shown();
    expect(removed.page).toBeNull();
    for (const text of [removed.list, removed.file]) expect(text).not.toContain(after);
  });

  test('are read again when a building is opened, after their times were corrected', async () => {
    await comeFromNextYear();
    await sql`select mend_times_ahead(false)`.execute(getDb());
    await sql`update master_reading set tried_at = tried_at - interval '11 minutes'`.execute(getDb());
    const stale = await staleFacts(landlord.scope, at.buildingName);
    expect(stale.map(({ fact }) => fact)).toContain('master');
  });
});

test('a slow answer does not undo a later one', async () => {
  const slow = await askMaster(landlord.scope, at);
  await replaceMaster(landlord.scope, at, { master: after });
  await keepMasters(landlord.scope.workspaceId, [
    { ...slow, askedAt: new Date(slow.askedAt.getTime() + 86_400_000) },
  ]);
  expect((await shown()).page).toBe(after);
});
