import { createHash } from 'node:crypto';
import { readXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { gidsOf } from '@/lib/auth/own-channels';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { fillEvents } from '@/lib/testing/event-rows';
import { readDoors } from '@/lib/testing/read-doors';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { eventsExportHandler } from '../answer-export';
import { listFiles } from '../data';
import { readManifest } from '../record/manifest';
import { manifestPublicKey } from '../record/signature';
import { filesQuery } from '../schema';
import { exportApplication, openExport } from '../write/connection';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
const database = useDatabase();
const { simulator } = useSimulator();
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.
const answer = eventsExportHandler(async () => 'en');
let manager: SignedIn;
const rows = 40_000;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  await fillEvents(database.url, manager.scope.workspaceId, rows);
  await readDoors(manager.scope.workspaceId);
});

function ask(search: string, signal?: AbortSignal): Promise<Response> {
  const request = new Request(
    `http://doordesk.test/api/events/export?${search}`,
    signal ? { signal } : undefined,
  );
  return manager.as(() => answer(request, { params: Promise.resolve({}) }));
}

const lastEntry = () =>
  getDb()
    .selectFrom('audit_entry')
    .select('detail')
    .where('action', '=', 'events.export')
    .where('outcome', '=', 'done')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow();

const lastFile = () =>
  getDb()
    .selectFrom('export_file')
    .selectAll()
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();

async function untilNobodyExports(): Promise<void> {
  for (;;) {
    const { rows: busy } = await sql`select from pg_stat_activity
      where application_name = ${exportApplication} and datname = current_database()`.execute(getDb());
    if (busy.length === 0) return;
  }
}

describe('an export', () => {
  it.each([
    ['zone=building&visits=1&at=2020-01-01&view=some', 'zone=building', false],
    ['zone=building&visits=1&hour=7', 'zone=building&hour=7', true],
  ])('of the page at %s is distinct from one of all events', async (address, query, filtered) => {
    await (await ask(`format=csv&${address}`)).arrayBuffer();
    const [file] = (await listFiles(manager.scope, filesQuery.parse({ limit: 1 }))).rows;
    expect(file).toMatchObject({ state: 'done', query, filtered });
  });

  it.each(['csv', 'xlsx', 'json'])(
    'as %s is recorded with its sum and a manifest that holds',
    async (format) => {
      const response = await ask(`format=${format}&type=2&offset=50`);
      const bytes = Buffer.from(await response.arrayBuffer());
      const file = await lastFile();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(file).toMatchObject({ state: 'done', sha256, bytes: bytes.length, query: 'type=2' });
      expect(readManifest(file.manifest ?? '', manifestPublicKey())).toMatchObject({
        sha256,
        count: file.rows,
        filter: { type: '2' },
        address: '/events?type=2',
        account: manager.scope.account,
      });
      const { outcome, detail } = await getDb()
        .selectFrom('audit_entry')
        .selectAll()
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      expect([outcome, detail]).toEqual(['done', expect.objectContaining({ sha256, count: file.rows })]);
    },
  );

  it('continues with every row when its reader is slow, and shows the archive as it was at its start', async () => {
    const response = await ask('format=json');
    const reader = response.body?.getReader();
    const first = await reader?.read();
    // Events that arrive or are deleted while the file is made are not in it.
    await fillEvents(database.url, manager.scope.workspaceId, 500, 'later');
    await getDb().deleteFrom('event').where('gid', '=', 'filled7').execute();
    let text = Buffer.from(first?.value ?? []).toString();
    const decoder = new TextDecoder();
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      await new Promise(setImmediate);
      text += decoder.decode(piece.value, { stream: true });
    }
    expect(text.split('\n')).toHaveLength(rows + 1);
    expect(await lastFile()).toMatchObject({ state: 'done', rows });
  });

  it.each(['csv', 'xlsx'])('as %s that is cancelled ends in the database and says so', async (format) => {
    const response = await ask(`format=${format}`);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await untilNobodyExports();
    expect(await lastFile()).toMatchObject({ state: 'cancelled', manifest: null });
  });

  it('that is cancelled by disconnecting breaks off and is not a whole file', async () => {
    const hangUp = new AbortController();
    const response = await ask('format=csv', hangUp.signal);
    const reader = response.body?.getReader();
    await reader?.read();
    hangUp.abort();
    await expect(
      (async () => {
        for (;;) if ((await reader?.read())?.done) return;
      })(),
    ).rejects.toThrow();
    await untilNobodyExports();
    while ((await lastFile()).state === 'running');
    expect(await lastFile()).toMatchObject({ state: 'cancelled' });
  });

  it('is refused with an explanation when its account has too many, and works when one has ended', async () => {
    const open = await Promise.all([1, 2, 3].map(() => openExport(manager.scope.workspaceId)));
    const refused = await ask('format=csv');
    expect([refused.status, await refused.json()]).toEqual([429, { error: 'exports-busy' }]);
    for (const session of open) session.close();
    await untilNobodyExports();
    const empty = await ask('format=csv&q=no-such-name');
    expect((await empty.text()).trim().split('\n')).toHaveLength(1);
  });
});

describe('a file of events about doors that are not all known', () => {
  const states = [
    ['unread', sql`read_at = null, error_code = null`, /^not read yet$/],
    [
      'failed',
      sql`read_at = now() - interval '1 hour', error_code = 'cloud-unreachable'`,
      /^failed: .+, last read /,
    ],
    ['30 days old', sql`read_at = now() - interval '30 days', error_code = null`, /^read .+Z, 30 days old$/],
  ] as const;

  it.each(states)(
    'says which door was %s: in the file, its record, manifest and audit entry',
    async (_, set, words) => {
      await readDoors(manager.scope.workspaceId);
      const { gid = '' } = manager.scope.channels[0] ?? {};
      await sql`update event_door set ${set} where workspace_id = ${manager.scope.workspaceId} and gid = ${gid}`.execute(
        getDb(),
      );
      const text = await (await ask('format=json&q=no-such-name')).text();
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines).toEqual([
        expect.objectContaining({ gid, utcTime: null, reading: expect.stringMatching(words) }),
      ]);
      const file = await lastFile();
      const unread = [expect.objectContaining({ gid })];
      expect(file).toMatchObject({ state: 'done', rows: 0, doors: { unread } });
      expect(readManifest(file.manifest ?? '', manifestPublicKey())).toMatchObject({
        count: 0,
        doors: { unread },
      });
      const entry = await lastEntry();
      expect(entry.detail).toMatchObject({ unreadDoors: 1 });
      expect(entry.detail).toHaveProperty('oldest');
    },
  );

  it('distinguishes a door with hidden openings from a door that was not read', async () => {
    await readDoors(manager.scope.workspaceId);
    const { gid = '' } = manager.scope.channels[0] ?? {};
    await sql`update event_door set rooms_apart = 'same', withheld = 7
      where workspace_id = ${manager.scope.workspaceId} and gid = ${gid}`.execute(getDb());
    try {
      const text = await (await ask('format=json&q=no-such-name')).text();
      expect(JSON.parse(text)).toMatchObject({ gid, reading: expect.stringMatching(/^7 not shown, read /) });
      const file = await lastFile();
      const doors = { unread: [], withheld: [expect.objectContaining({ gid, count: 7 })] };
      expect(file).toMatchObject({ rows: 0, doors });
      expect(readManifest(file.manifest ?? '', manifestPublicKey())).toMatchObject({ doors });
      const entry = await lastEntry();
      expect(entry.detail).toMatchObject({ unreadDoors: 0, withheldDoors: 1, withheldOpenings: 7 });
    } finally {
      await sql`update event_door set rooms_apart = null, withheld = null`.execute(getDb());
    }
  });

  it.each(['csv', 'xlsx', 'json'])(
    'has the column in %s, and a line that counts as no event',
    async (format) => {
      await readDoors(manager.scope.workspaceId);
      await sql`delete from event_door where workspace_id = ${manager.scope.workspaceId}`.execute(getDb());
      const doors = gidsOf(manager.scope).length;
      const bytes = Buffer.from(await (await ask(`format=${format}&q=no-such-name`)).arrayBuffer());
      const text = format === 'xlsx' ? JSON.stringify(await readXlsx(bytes)) : bytes.toString();
      expect(text.match(/not read yet/g)).toHaveLength(doors);
      expect(await lastFile()).toMatchObject({ rows: 0, doors: { doors } });
    },
  );
});
