import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import type { ExportState } from '@/lib/db/tables/exports';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findManifest } from '../data';
import { pruneFileRecords, recordDays } from './prune-records';

useDatabase();
const { simulator } = useSimulator();
let manager: SignedIn;
const now = new Date();

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
});
beforeEach(async () => {
  await getDb().deleteFrom('export_file').execute();
});

async function record(days: number, { state = 'done' as ExportState, kept = false } = {}): Promise<string> {
  const { scope } = manager;
  const { id } = await getDb()
    .insertInto('export_file')
    .values({
      workspace_id: scope.workspaceId,
      schedule_id: null,
      due_at: null,
      state,
      code: null,
      format: 'csv',
      name: 'doordesk-events.csv',
      query: '',
      filter: '{}',
      locale: 'en',
      actor: scope.actor,
      account: scope.account,
      role: scope.role,
      intent_seq: null,
      rows: 1,
      bytes: 10,
      sha256: 'aa',
      manifest: '{}',
      kept,
      started_at: new Date(now.getTime() - days * 86_400_000),
      finished_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
const left = async () =>
  (await getDb().selectFrom('export_file').select('id').execute()).map(({ id }) => id).toSorted();

const removals = () =>
  getDb()
    .selectFrom('audit_entry')
    .select(['detail', 'outcome', 'actor'])
    .where('action', '=', 'exports.prune')
    .orderBy('seq')
    .execute();

describe('records of exports', () => {
  it('are kept for their time, and removed after it', async () => {
    const young = await record(recordDays - 1);
    const old = await record(recordDays + 1);
    const failed = await record(recordDays + 1, { state: 'failed' });
    expect(await findManifest(manager.scope, old)).not.toBeNull();
    expect(await pruneFileRecords(now)).toBe(2);
    expect(await left()).toEqual([young]);
    expect(await findManifest(manager.scope, old)).toBeNull();
    expect(await findManifest(manager.scope, failed)).toBeNull();
    expect(await pruneFileRecords(now)).toBe(0);
  });

  it('stay while their bytes are kept or being made', async () => {
    const stay = [
      await record(recordDays * 2, { kept: true }),
      await record(recordDays * 2, { state: 'running' }),
    ];
    expect(await pruneFileRecords(now)).toBe(0);
    expect(await left()).toEqual(stay.toSorted());
  });

  it('are counted in the audit log, whichever process removes them', async () => {
    const entries = await removals();
    for (let index = 0; index < 3; index++) await record(recordDays + 1);
    await Promise.all([pruneFileRecords(now), pruneFileRecords(now)]);
    expect(await left()).toEqual([]);
    const since = (await removals()).slice(entries.length);
    expect(since.every(({ outcome, actor }) => outcome === 'done' && actor === 'Doordesk')).toBe(true);
    expect(since.reduce((sum, { detail }) => sum + Number(detail.count), 0)).toBe(3);
  });
});
