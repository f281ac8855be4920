import { beforeAll, expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { storeJob } from '@/lib/testing/stored-job';
import { listJobs } from './data';
import { jobsQuery } from './schema';
import { shownState, shownStates } from './states';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let landlord: SignedIn;
beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  const { scope } = manager;
  await storeJob(scope, {
    kind: 'assign-masters',
    state: 'queued',
    params: { master: 'ann@master.example' },
  });
  await storeJob(scope, { kind: 'revoke-shares', state: 'running' });
  const doorcode = { name: 'Müller', from: '2026-01-01T00:00', to: '2026-01-02T00:00' };
  await storeJob(scope, { kind: 'issue-doorcodes', state: 'done', params: { doorcode } });
  await storeJob(scope, { kind: 'revoke-doorcodes', state: 'cancelled' });
  await storeJob(scope, { kind: 'revoke-doorcodes', state: 'waiting', paused: true });
  await storeJob(scope, { kind: 'revoke-doorcodes', state: 'waiting', waitCode: 'cloud-in-doubt' });
  await storeJob(scope, { kind: 'revoke-doorcodes', state: 'waiting', waitCode: 'signed-out' });
  await storeJob(scope, { kind: 'revoke-doorcodes', state: 'waiting', waitCode: 'cloud-list-outdated' });
  await storeJob(scope, { kind: 'revoke-doorcodes', state: 'waiting', waitCode: 'approval-needed' });
  await storeJob(scope, { kind: 'revoke-doorcodes', state: 'waiting', waitCode: 'not-allowed' });
  await storeJob(landlord.scope, { kind: 'revoke-doorcodes', state: 'done' });
});

const list = (query: Record<string, unknown>) => listJobs(manager.scope, jobsQuery.parse(query));

it.each(shownStates)('lists the jobs that a page shows as %s', async (state) => {
  const { rows, total } = await list({ state });
  expect(rows.map(shownState)).toEqual([state]);
  expect(total).toBe(1);
});

it('finds a job by its master, by the name of its codes with a typo, and by who started it', async () => {
  const kinds = async (q: string) => (await list({ q })).rows.map(({ kind }) => kind);
  expect(await kinds('ANN@master')).toEqual(['assign-masters']);
  expect(await kinds('müler')).toEqual(['issue-doorcodes']);
  expect(await kinds(manager.scope.actor)).toHaveLength(10);
  expect(await kinds('no such thing')).toEqual([]);
});

it('continues after the first range, in both directions', async () => {
  for (const order of [{ sort: 'started' }, { sort: 'state', dir: 'asc' }]) {
    const all = (await list(order)).rows.map(({ id }) => id);
    const parts = await Promise.all([0, 3, 6, 9].map((offset) => list({ ...order, offset, limit: 3 })));
    expect(parts.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(all);
  }
});

it('shows an account no jobs of another account', async () => {
  const { rows, total } = await listJobs(landlord.scope, jobsQuery.parse({}));
  expect([rows.map(({ state }) => state), total]).toEqual([['done'], 1]);
});

it('hides a job of which a step names no building from a member of one building', async () => {
  const [building = ''] = manager.scope.channels.map(({ buildingName }) => buildingName);
  const { workspaceId } = manager.scope;
  const member = await memberIn({
    workspaceId,
    grants: { buildings: [{ name: building, capabilities: ['people'] }] },
  });
  const steps = [[building], [building, null], [building, 'Elsewhere'], [null], []];
  const ids = await Promise.all(
    steps.map(async (buildings) => {
      const id = await storeJob(manager.scope, { kind: 'revoke-shares', state: 'done' });
      for (const [position, name] of buildings.entries())
        await getDb()
          .insertInto('job_step')
          .values({
            ...{ job_id: id, position, state: 'verified' as const },
            target: JSON.stringify({ gid: 'G1', channel: 1, ...(name === null ? {} : { building: name }) }),
          })
          .execute();
      return id;
    }),
  );
  expect((await listJobs(member.scope, jobsQuery.parse({}))).rows.map(({ id }) => id)).toEqual([ids[0]]);
  await getDb().deleteFrom('job').where('id', 'in', ids).execute();
});
