import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { GET } from '@/app/api/exports/route';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { type FileRow, listFiles } from './data';
import { filesQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();
let manager: SignedIn;
let landlord: SignedIn;
const files = 250;

beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  await sql`
    insert into export_file (workspace_id, state, format, name, folded, query, filter, locale, actor, account, role, rows,
      sha256, started_at)
    select ${manager.scope.workspaceId}::uuid, case when n % 5 = 0 then 'cancelled' else 'done' end,
      case when n % 2 = 0 then 'csv' else 'xlsx' end, 'events-' || n, 'events-' || n || chr(10) || 'manager', '', '{}', 'en', 'manager', 'manager', 'manager',
      case when n % 5 = 0 then null else n end, md5(n::text), now() - least(n, ${files / 2}) * interval '1 hour'
    from generate_series(1, ${files}) as n`.execute(getDb());
});

const list = (params: object = {}, who = manager) => listFiles(who.scope, filesQuery.parse(params));

async function throughPages(params: Record<string, string>): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  for (;;) {
    const search = new URLSearchParams({ ...params, offset: String(rows.length), limit: '60' });
    const request = new Request(`http://doordesk.test/api/exports?${search}`);
    const response = await manager.as(() => GET(request, { params: Promise.resolve({}) }));
    const page = (await response.json()) as { rows: FileRow[]; total: number };
    rows.push(...page.rows);
    if (page.rows.length === 0) return rows;
    expect(page.total).toBe(files);
  }
}

it.each<Record<string, string>>([{}, { sort: 'count' }, { sort: 'size', dir: 'asc' }])(
  'gives every record once, page by page: %j',
  async (params) => {
    const rows = await throughPages(params);
    expect(rows).toHaveLength(files);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(files);
  },
);

it('finds by state, format and text, taken literally', async () => {
  expect((await list({ state: 'cancelled' })).total).toBe(files / 5);
  expect((await list({ format: 'csv', state: ['done', 'cancelled'] })).total).toBe(files / 2);
  expect((await list({ q: 'EVENTS-250' })).rows).toMatchObject([{ name: 'events-250', state: 'cancelled' }]);
  expect((await list({ q: 'events_250' })).total).toBe(0);
  const [{ sha256, id } = { sha256: null, id: '' }] = (await list({ q: 'events-249' })).rows;
  expect((await list({ q: sha256 ?? 'none' })).rows.map((row) => row.id)).toEqual([id]);
});

it('shows an account no files of another account', async () => {
  const counts = { state: new Map(), format: new Map() };
  expect(await list({}, landlord)).toEqual({ rows: [], total: 0, counts });
});
