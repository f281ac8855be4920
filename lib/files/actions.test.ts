import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gidsOf } from '@/lib/auth/own-channels';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { asStranger, type SignedIn, signInOwnerAndOthers } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { storeFile } from '@/lib/testing/stored-file';
import { deleteFileAction, deleteScheduleAction, pauseScheduleAction, saveScheduleAction } from './actions';
import { listSchedules } from './data';

useDatabase();
const { simulator } = useSimulator();

let owner: SignedIn;
let sameInOtherRole: SignedIn;
let other: SignedIn;
let manager: SignedIn;
let schedule = '';
let file = '';

const order = {
  id: '',
  name: 'Nights',
  query: 'type=2',
  format: 'csv',
  locale: 'en',
  every: 'day',
  weekday: 1,
  monthDay: 1,
  hour: 3,
  zone: 'UTC',
  keepFiles: 7,
};

beforeAll(async () => {
  ({ owner, sameInOtherRole, other, manager } = await signInOwnerAndOthers(simulator().accounts));
});
beforeEach(async () => {
  await getDb().deleteFrom('export_schedule').execute();
  await getDb().deleteFrom('export_file').execute();
  const saved = await owner.as(() => saveScheduleAction(order));
  if (!saved.ok) throw new Error(saved.code);
  schedule = saved.data.id;
  await storeFile(owner.scope);
  file = (await getDb().selectFrom('export_file').select('id').executeTakeFirstOrThrow()).id;
});

const stored = async () => ({
  schedules: await getDb().selectFrom('export_schedule').selectAll().execute(),
  files: await getDb().selectFrom('export_file').selectAll().execute(),
});

const attempts: [string, () => Promise<{ ok: boolean; code?: string }>][] = [
  ['changing a schedule', () => saveScheduleAction({ ...order, id: schedule, query: '', name: 'Mine' })],
  ['pausing a schedule', () => pauseScheduleAction({ id: schedule, paused: true })],
  ['deleting a schedule', () => deleteScheduleAction({ id: schedule })],
  ['deleting a file', () => deleteFileAction({ id: file })],
];

describe.each(attempts)('%s', (_what, attempt) => {
  it('is refused to strangers, other accounts and the same account in another role', async () => {
    const before = await stored();
    expect(await asStranger(attempt)).toEqual({ ok: false, code: 'signed-out' });
    for (const who of [other, sameInOtherRole, manager]) {
      expect(await who.as(attempt)).toEqual({ ok: false, code: 'not-found' });
      expect(await lastOutcome(who)).toBe('refused');
    }
    expect(await stored()).toEqual(before);
  });

  it('is refused to a member who did not save it and may not change the settings', async () => {
    const before = await stored();
    const { workspaceId } = owner.scope;
    const everywhere = ['events' as const, 'export' as const];
    const auditor = await memberIn({ workspaceId, grants: { everywhere } });
    expect(await auditor.as(attempt)).toEqual({ ok: false, code: 'not-allowed' });
    expect(await stored()).toEqual(before);
    expect(await listSchedules(auditor.scope)).toMatchObject([{ mayChange: false }]);
    await getDb().updateTable('export_schedule').set({ member_id: auditor.memberId }).execute();
    await sql`update export_file set member_id = ${auditor.memberId}`.execute(getDb());
    expect(await listSchedules(auditor.scope)).toMatchObject([{ mayChange: true }]);
    expect(await auditor.as(attempt)).toMatchObject({ ok: true });
  });

  it('is done for a member who may change the settings', async () => {
    const grants = { workspace: ['settings' as const], everywhere: ['events' as const, 'export' as const] };
    const boss = await memberIn({ workspaceId: owner.scope.workspaceId, grants });
    expect(await boss.as(attempt)).toMatchObject({ ok: true });
  });

  it('is done for the owner', async () => {
    const before = await stored();
    const { files } = before;
    expect(await owner.as(attempt)).toMatchObject({ ok: true });
    expect(await stored()).not.toEqual(before);
    const { subject } = await getDb()
      .selectFrom('audit_entry')
      .select('subject')
      .where('action', 'like', 'exports.%')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(['Nights', 'Mine', files[0]?.name]).toContain(subject);
  });
});

it('a schedule is refused for doors, rooms and views of another account', async () => {
  const foreign = gidsOf(manager.scope).find((gid) => !gidsOf(owner.scope).includes(gid));
  const ownRooms = new Set(owner.scope.channels.map(({ roomKey }) => roomKey));
  const room = manager.scope.channels.find(({ roomKey }) => !ownRooms.has(roomKey))?.roomKey;
  const view = await getDb()
    .insertInto('saved_view')
    .values({
      workspace_id: manager.scope.workspaceId,
      page: 'events',
      name: 'Nights',
      folded: 'nights',
      query: '',
      created_by: manager.scope.actor,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const before = await stored();
  for (const wrong of [
    { query: new URLSearchParams({ door: foreign ?? '' }).toString() },
    { query: new URLSearchParams({ room: room ?? '' }).toString() },
    { view: view.id },
  ]) {
    for (const id of ['', schedule]) {
      const answer = await owner.as(() => saveScheduleAction({ ...order, ...wrong, id }));
      expect(answer).toEqual({ ok: false, code: 'not-found' });
    }
  }
  expect(await stored()).toEqual(before);
});

async function lastOutcome({ scope }: SignedIn): Promise<string | undefined> {
  const entry = await getDb()
    .selectFrom('audit_entry')
    .select('outcome')
    .where('workspace_id', '=', scope.workspaceId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return entry?.outcome;
}
