import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { viewPages } from '@/lib/abilities/destinations';
import { eventsQuery } from '@/lib/archive/search/schema';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import {
  createViewAction,
  overwriteViewAction,
  removeViewAction,
  renameViewAction,
  restoreViewAction,
} from './actions';
import { findView, listViews, type SavedView } from './data';
import { openView } from './open-view';
import { mostViews } from './schema';

useDatabase();
const { simulator } = useSimulator();
let manager: SignedIn;
let landlord: SignedIn;

const night = {
  page: 'events',
  name: 'Night  calls ',
  query: 'type=0&type=1&q=Li%20Na&after=1.1&view=x&zone=UTC',
  columns: { hidden: ['building'], order: ['type', 'time'] },
  density: 'compact',
};

async function saved(who: SignedIn, more: object = {}): Promise<SavedView> {
  const result = await who.as(() => createViewAction({ ...night, ...more }));
  if (!result.ok) throw new Error(result.code);
  return result.data;
}

const opened = (view: SavedView | null) => view && openView(manager.scope, eventsQuery, view.query);

beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
});
beforeEach(async () => {
  await getDb().deleteFrom('saved_view').execute();
});

describe('saving', () => {
  it('keeps filters, columns and density, and no position in the list', async () => {
    const { id } = await saved(manager);
    const view = await findView(manager.scope, id);
    expect(view).toMatchObject({
      name: 'Night calls',
      query: 'type=0&type=1&q=Li+Na&zone=UTC',
      columns: night.columns,
      density: 'compact',
    });
    expect(opened(view)).toMatchObject({
      changed: false,
      query: { type: ['0', '1'], q: 'Li Na', zone: 'UTC' },
    });
  });

  it('keeps the order', async () => {
    const { id } = await saved(manager, { query: 'type=2&sort=time&dir=asc' });
    const view = await findView(manager.scope, id);
    expect(opened(view)).toMatchObject({ query: { dir: 'asc' }, address: 'type=2&sort=time&dir=asc' });
  });

  it.each([
    ['no name', { name: ' ' }, 'name'],
    ['a long name', { name: 'x'.repeat(81) }, 'name'],
    ['a control character', { name: 'a\u0007b' }, 'name'],
    ['a query with a line break', { query: 'a=\n' }, 'query'],
    ['a long query', { query: `q=${'x'.repeat(8_000)}` }, 'query'],
    ['another page', { page: 'settings' }, 'page'],
  ])('refuses %s', async (_, wrong, field) => {
    const result = await manager.as(() => createViewAction({ ...night, ...wrong }));
    expect(result).toMatchObject({
      ok: false,
      code: 'invalid-input',
      fields: { [field]: expect.any(String) },
    });
    expect(await listViews(manager.scope)).toEqual([]);
  });

  it.each(viewPages)('keeps views of %s, with that page only', async (page) => {
    const { id } = await saved(manager, { page, query: 'q=x' });
    expect(await listViews(manager.scope, page)).toMatchObject([{ id, page, query: 'q=x' }]);
    expect(await listViews(manager.scope, page === 'events' ? 'audit' : 'events')).toEqual([]);
  });

  it('accepts a name once, whatever its case and width, and does not affect other accounts', async () => {
    await saved(manager);
    const again = await manager.as(() => createViewAction({ ...night, name: 'ＮIGHT calls' }));
    expect(again).toMatchObject({ ok: false, fields: { name: 'views.errors.taken' } });
    await saved(landlord);
    expect(await listViews(landlord.scope)).toHaveLength(1);
  });

  it('accepts one of many equal names that come at the same time', async () => {
    const results = await Promise.all(
      Array.from({ length: 6 }, () => manager.as(() => createViewAction(night))),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('has a limit', async () => {
    await getDb()
      .insertInto('saved_view')
      .values(
        Array.from({ length: mostViews }, (_, index) => ({
          workspace_id: manager.scope.workspaceId,
          page: 'events',
          name: `View ${index}`,
          folded: `view ${index}`,
          query: '',
          created_by: manager.scope.actor,
        })),
      )
      .execute();
    expect(await manager.as(() => createViewAction(night))).toMatchObject({ ok: false, code: 'too-large' });
  });
});

describe('changing', () => {
  it('renames, overwrites, removes and restores under the same id', async () => {
    const first = await saved(manager);
    const renamed = await manager.as(() => renameViewAction({ ...first, name: 'night CALLS' }));
    expect(renamed).toMatchObject({ ok: true, data: { name: 'night CALLS', revision: 2 } });
    const over = { id: first.id, revision: 2, query: 'type=2', columns: null, density: null };
    expect(await manager.as(() => overwriteViewAction(over))).toMatchObject({
      ok: true,
      data: { name: 'night CALLS', query: 'type=2', columns: null },
    });
    const removed = await manager.as(() => removeViewAction({ id: first.id }));
    if (!removed.ok) throw new Error(removed.code);
    expect(await findView(manager.scope, first.id)).toBeNull();
    await manager.as(() => restoreViewAction(removed.data));
    expect(await findView(manager.scope, first.id)).toMatchObject({ name: 'night CALLS', query: 'type=2' });
    expect(await manager.as(() => restoreViewAction(removed.data))).toMatchObject({ ok: false });
  });

  it('refuses a view that was changed meanwhile', async () => {
    const view = await saved(manager);
    await manager.as(() => renameViewAction({ ...view, name: 'One' }));
    const late = await manager.as(() => renameViewAction({ ...view, name: 'Two' }));
    expect(late).toMatchObject({ ok: false, code: 'conflict' });
  });

  it('is in the audit log', async () => {
    const { id } = await saved(manager);
    const entry = await getDb()
      .selectFrom('audit_entry')
      .select(['subject', 'detail'])
      .where('action', '=', 'views.create')
      .where('outcome', '=', 'done')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ subject: 'Night calls', detail: { id } });
  });
});

describe('another account', () => {
  it('finds none of these views, and changes none', async () => {
    const view = await saved(manager);
    expect(await findView(landlord.scope, view.id)).toBeNull();
    for (const attempt of [
      () => renameViewAction({ ...view, name: 'Mine' }),
      () => overwriteViewAction(view),
      () => removeViewAction({ id: view.id }),
    ]) {
      expect(await landlord.as(attempt)).toEqual({ ok: false, code: 'not-found' });
      expect(await asStranger(attempt)).toEqual({ ok: false, code: 'signed-out' });
    }
    expect(await findView(manager.scope, view.id)).toMatchObject({ revision: 1 });
  });
});

describe('opening', () => {
  it('continues with the rest of a filter, and says what is lost', async () => {
    const gid = manager.scope.channels[0]?.gid ?? '';
    const { id } = await saved(manager, { query: `door=${gid}&door=gone&room=lost&type=99&q=x` });
    const view = await findView(manager.scope, id);
    expect(opened(view)).toMatchObject({
      changed: true,
      lost: { door: 1, room: 1 },
      ignored: ['type'],
      unread: ['room', 'type'],
      address: `q=x&door=${gid}`,
      query: { door: [gid], room: [], type: [], q: 'x' },
    });
  });
});

it('lets a member change their own views, and those of others only with settings', async () => {
  const { workspaceId } = manager.scope;
  const view = await saved(manager);
  const everywhere = ['events' as const];
  const auditor = await memberIn({ workspaceId, grants: { everywhere } });
  const boss = await memberIn({ workspaceId, grants: { everywhere, workspace: ['settings'] } });
  expect(await findView(auditor.scope, view.id)).toMatchObject({ mayChange: false });
  for (const attempt of [
    () => renameViewAction({ ...view, name: 'Mine' }),
    () => overwriteViewAction(view),
    () => removeViewAction({ id: view.id }),
  ])
    expect(await auditor.as(attempt)).toEqual({ ok: false, code: 'not-allowed' });
  const own = await saved(auditor, { name: 'Of the auditor' });
  expect(await findView(auditor.scope, own.id)).toMatchObject({ mayChange: true });
  for (const { id } of [view, own]) expect(await findView(boss.scope, id)).toMatchObject({ mayChange: true });
  expect(await auditor.as(() => renameViewAction({ ...own, name: 'Mine' }))).toMatchObject({ ok: true });
  expect(await auditor.as(() => removeViewAction({ id: own.id }))).toMatchObject({ ok: true });
  expect(await boss.as(() => removeViewAction({ id: view.id }))).toMatchObject({ ok: true });
});

it('does not let a member of some buildings change a view that another person’s schedule follows', async () => {
  const view = await saved(manager);
  const { workspaceId } = manager.scope;
  const [first] = manager.scope.channels;
  const buildings = [{ name: first?.buildingName ?? '', capabilities: ['events' as const] }];
  const member = await memberIn({ workspaceId, grants: { workspace: ['settings'], buildings } });
  const rename = () => renameViewAction({ id: view.id, revision: view.revision, name: 'Mine' });
  await getDb()
    .insertInto('export_schedule')
    .values({
      ...{
        workspace_id: workspaceId,
        name: 'Nightly',
        folded: '',
        view_id: view.id,
        query: '',
        format: 'csv',
      },
      ...{ locale: 'en', every: 'day', weekday: 1, month_day: 1, hour: 1, zone: 'UTC', keep_files: 3 },
      ...{ next_due: new Date('2030-01-01T00:00:00Z'), actor: manager.scope.actor },
    })
    .execute();
  expect(await member.as(rename)).toEqual({ ok: false, code: 'not-allowed' });
  expect(await member.as(() => removeViewAction({ id: view.id }))).toEqual({
    ok: false,
    code: 'not-allowed',
  });
  await getDb().deleteFrom('export_schedule').execute();
  expect(await member.as(rename)).toMatchObject({ ok: true });
});
