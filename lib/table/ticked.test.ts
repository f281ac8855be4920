import { beforeAll, expect, test } from 'vitest';
import { GET as doorcodesGet, POST as doorcodesPost } from '@/app/api/doorcodes/route';
import { GET as mastersGet, POST as mastersPost } from '@/app/api/masters/route';
import { GET as roomsGet, POST as roomsPost } from '@/app/api/rooms/route';
import { GET as sharesGet, POST as sharesPost } from '@/app/api/shares/route';
import { keepDoorcodes, keepShares } from '@/lib/readings/mutations';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  const door = manager.scope.channels[0];
  if (!door) throw new Error('no door');
  const at = {
    gid: door.gid,
    channel: door.channel,
    asked: 1_000_001,
    askedAt: new Date(),
    state: 'ok' as const,
  };
  await keepShares(manager.scope.workspaceId, [{ ...at, value: ['one@share.example', 'two@share.example'] }]);
  const code = (digits: string) => ({
    ...{ name: `Code ${digits}`, validType: 3, digits, pictureUrl: '', lockIds: ['A01'], usable: true },
    ...{ from: { date: '2020-01-01', time: '00:00:00' }, to: { date: '2099-01-01', time: '00:00:00' } },
  });
  await keepDoorcodes(manager.scope.workspaceId, [{ ...at, value: [code('10000001'), code('10000002')] }]);
});

type Handler = typeof roomsGet;
const idOf = (row: Record<string, unknown>) => String(row.id ?? row.roomKey);

async function call(handler: Handler, search: string, body?: object) {
  const request = new Request(
    `http://doordesk.test/api/table${search}`,
    body ? { method: 'POST', body: JSON.stringify(body) } : {},
  );
  const response = await manager.as(() => handler(request, { params: Promise.resolve({}) }));
  return { status: response.status, body: await response.json() };
}

test.each<[string, Handler, Handler]>([
  ['rooms', roomsGet, roomsPost],
  ['masters', mastersGet, mastersPost],
  ['shares', sharesGet, sharesPost],
  ['doorcodes', doorcodesGet, doorcodesPost],
])('the server says which of the ticked %s the filter matches', async (_, get, post) => {
  const { body: all } = await call(get, '');
  const ids = all.rows.slice(-2).map(idOf);
  expect(ids).toHaveLength(2);
  const ticked = await call(post, '', { ids });
  expect(ticked.body.total).toBe(2);
  expect(ticked.body.rows.map(idOf).sort()).toEqual([...ids].sort());
  expect((await call(post, '', { ids, q: 'no such thing' })).body).toMatchObject({ rows: [], total: 0 });
  expect((await call(post, '', { ids: ['none of these'] })).body).toMatchObject({ rows: [], total: 0 });
  // An empty selection, an unknown filter and a body that is not JSON must not widen the result.
  for (const bad of [{}, { ids: [] }, { ids, sort: '__proto__' }])
    expect((await call(post, '', bad)).status).toBe(400);
  // An address filters a list only in ways that the page shows.
  expect((await call(get, `?ids=${encodeURIComponent(ids[0])}`)).body.total).toBe(all.total);
});
