import { z } from 'zod';
import { listAddresses } from './addresses';
import { expect, test } from './fixtures';
import { furnish, run } from './furnish';
import { stranger, type Visitor, visit } from './visitor';

test('what is another account’s is not found, at every address that names a thing', async ({ desk }) => {
  const { accounts } = desk.simulator;
  const { known, room } = await furnish(desk, await visit(desk, accounts.manager));
  const { gid, building } = room.door;
  const place = new URLSearchParams({ gid, channel: String(room.channel) });
  const named = [...listAddresses('page'), ...listAddresses('route')]
    .filter((address) => address.includes('[') && !address.includes('[...'))
    // A one-time link is for the person who has it, so one is asked for that does not exist.
    .map((address) => (address.startsWith('/invite/') ? address : (known[address] ?? address)));
  const asked = [
    ...named,
    `/api/readings/room?${place}&what=facts`,
    `/api/readings/room?${place}&what=events`,
    `/api/readings/stream?${new URLSearchParams({ building })}`,
    `/api/retention/preview?${new URLSearchParams({ building, mode: 'delete', days: '30' })}`,
    `/api/events?door=${gid}`,
    `/api/events/newer?door=${gid}&since=0`,
    `/api/events/facets?door=${gid}`,
    `/api/events/histogram?door=${gid}`,
    `/api/events/export?format=csv&door=${gid}`,
  ];
  const visitor = await visit(desk, accounts.otherManager);
  const nobody = stranger(desk);
  const statusOf = async (who: Visitor, address: string) => {
    const answer = await who.ask(address);
    await answer.body?.cancel();
    return answer.status;
  };
  for (const address of asked) {
    expect.soft(await statusOf(visitor, address), address).toBe(404);
    expect
      .soft(await statusOf(nobody, address), `${address}, signed out`)
      // A one-time link is for people without a session.
      .toBe(address.startsWith('/api/') ? 401 : address.startsWith('/invite/') ? 404 : 307);
  }
  // A list may be sent before the status is known. What counts is what it shows.
  expect((await visitor.read(`/events?door=${gid}`)).text).toContain('There is nothing here');
});

test('lists and exports hold nothing of another account, whatever their filters name', {
  tag: '@journey',
}, async ({ desk }) => {
  const { accounts, cloud } = desk.simulator;
  const account = cloud.world.findAccount(accounts.otherManager.account);
  const mine = new Set((account ? cloud.world.roomsOf(account) : []).map(({ door }) => door.building));
  const building = cloud.world.rooms().find(({ door }) => !mine.has(door.building))?.door.building;
  if (mine.size === 0 || !building) throw new Error('the simulated world has no building of another account');
  const other = await visit(desk, accounts.otherManager);
  // The file of doorcodes holds digits.
  await run(other, 'confirmPasswordAction', z.unknown(), { password: accounts.otherManager.password });
  const filter = new URLSearchParams({ building, limit: '100' });
  for (const list of ['rooms', 'masters', 'shares', 'doorcodes', 'people', 'keys', 'buildings']) {
    const theirs = JSON.parse((await other.read(`/api/${list}?${filter}`)).text) as { rows: unknown[] };
    expect(JSON.stringify(theirs), list).not.toContain(building);
    const file = (await other.read(`/api/${list}/export?format=json&${filter}`)).text;
    expect(file, `${list}, exported`).not.toContain(building);
  }
});

test('what no text can name is not found either, at every address that names a thing', async ({ desk }) => {
  const visitor = await visit(desk, desk.simulator.accounts.manager);
  const named = [...listAddresses('page'), ...listAddresses('route')].filter((address) =>
    /\[\w/.test(address),
  );
  for (const name of ['%FF', '%E0%A4%A', '%ED%A0%80', '%00', 'a%00b'])
    for (const address of named.map((one) => one.replace(/\[[^/]+\]/g, name))) {
      const answer = await visitor.ask(address);
      await answer.body?.cancel();
      expect.soft(answer.status, address).toBe(404);
    }
});
