import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import { exportApplication, openExport } from '@/lib/export/connection';
import { useDatabase } from '@/lib/testing/database';
import { fillEvents } from '@/lib/testing/event-rows';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { eventsExportHandler } from './answer';
import { listFiles } from './data';
import { readManifest } from './manifest';
import { filesQuery } from './schema';
import { manifestPublicKey } from './signature';

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
});

function ask(search: string, signal?: AbortSignal): Promise<Response> {
  const request = new Request(
    `http://doordesk.test/api/events/export?${search}`,
    signal ? { signal } : undefined,
  );
  return manager.as(() => answer(request, { params: Promise.resolve({}) }));
}

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
  ])('of the page at %s is told from one of all events', async (address, query, filtered) => {
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

  it('goes on with every row when its reader is slow, and holds the archive as it was at its start', async () => {
    const response = await ask('format=json');
    const reader = response.body?.getReader();
    const first = await reader?.read();
    // What comes, and what goes, while the file is on its way is not in it.
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

  it.each(['csv', 'xlsx'])('as %s that is given up ends in the database and says so', async (format) => {
    const response = await ask(`format=${format}`);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await untilNobodyExports();
    expect(await lastFile()).toMatchObject({ state: 'cancelled', manifest: null });
  });

  it('that is given up by hanging up breaks off and is no whole file', async () => {
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
    // Nobody waits for the record but us.
    while ((await lastFile()).state === 'running');
    expect(await lastFile()).toMatchObject({ state: 'cancelled' });
  });

  it('is refused in words when its account has too many, and goes when one has ended', async () => {
    const open = await Promise.all([1, 2, 3].map(() => openExport(manager.scope.workspaceId)));
    const refused = await ask('format=csv');
    expect([refused.status, await refused.json()]).toEqual([429, { error: 'exports-busy' }]);
    for (const session of open) session.close();
    await untilNobodyExports();
    const empty = await ask('format=csv&q=nobody-is-called-so');
    expect((await empty.text()).trim().split('\n')).toHaveLength(1);
  });
});
