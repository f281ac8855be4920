import { beforeAll, describe, expect, it } from 'vitest';
import { freshenEvents } from '@/lib/archive/feed/freshen';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { GET as exportHealth } from './export/route';
import { GET as listHealth } from './route';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
const { simulator } = useSimulator();
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.
let manager: SignedIn;
let landlord: SignedIn;

beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  await freshenEvents(landlord.scope);
});

const context = { params: Promise.resolve({}) };
const at = (query: string, path = '') =>
  new Request(`http://doordesk.test/api/events/health${path}?${query}`);
const rowsOf = async (person: SignedIn, query = '') => {
  const response = await person.as(() => listHealth(at(query), context));
  return (await response.json()) as {
    rows: { gid: string; label: string; building: string }[];
    total: number;
  };
};
describe('GET /api/events/health', () => {
  it('lists the doors of the account that asks, and none to a stranger', async () => {
    expect((await asStranger(() => listHealth(at(''), context))).status).toBe(401);
    const { rows, total } = await rowsOf(landlord);
    expect(new Set(rows.map(({ gid }) => gid))).toEqual(
      new Set(landlord.scope.channels.map(({ gid }) => gid)),
    );
    expect(total).toBe(rows.length);
  });

  it('filters by building, by text and by problem', async () => {
    const { rows } = await rowsOf(manager);
    const building = rows[0]?.building ?? '';
    const inside = await rowsOf(manager, new URLSearchParams({ building }).toString());
    expect(inside.rows.map(({ gid }) => gid).toSorted()).toEqual(
      rows
        .filter((row) => row.building === building)
        .map(({ gid }) => gid)
        .toSorted(),
    );
    const found = await rowsOf(manager, new URLSearchParams({ q: rows[0]?.gid ?? '' }).toString());
    expect(found.rows.map(({ gid }) => gid)).toEqual([rows[0]?.gid]);
    // The landlord's events were read, the manager's were not.
    expect((await rowsOf(manager, 'sign=partial')).total).toBe(rows.length);
    expect((await rowsOf(landlord, 'sign=partial')).total).toBe(0);
  });

  it.each(['sort=colour', 'sign=broken', 'dir=up', 'limit=9999'])('answers ?%s with 400', async (query) => {
    const response = await manager.as(() => listHealth(at(query), context));
    expect(response.status).toBe(400);
  });
});

describe('GET /api/events/health/export', () => {
  it('is closed to a stranger', async () => {
    expect((await asStranger(() => exportHealth(at('', '/export'), context))).status).toBe(401);
  });

  it('is recorded in the audit log with its filter', async () => {
    await landlord.as(() => exportHealth(at('format=xlsx&sign=silent', '/export'), context));
    const entry = await getDb()
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', 'health.export')
      .where('outcome', '=', 'intent')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ subject: 'xlsx', detail: { sign: 'silent' } });
  });
});
