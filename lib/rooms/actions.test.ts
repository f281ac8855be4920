import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { revealFixedPasswordAction } from './actions';

useDatabase();
const { simulator } = useSimulator();

let landlord: SignedIn;
let guest: SignedIn;
beforeAll(async () => {
  const { accounts } = simulator();
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  guest = await signInAs(accounts.guest.account, accounts.guest.password, 'tenant');
});
beforeEach(async () => {
  simulator().faults.clear();
  await typedPassword(new Date());
});

const typedPassword = (at: Date | null) =>
  getDb().updateTable('session').set({ reauthenticated_at: at }).execute();
const doorOf = ({ scope }: SignedIn) => {
  const [channel] = scope.channels;
  if (!channel) throw new Error('no channel');
  return { gid: channel.gid, channel: channel.channel };
};
const passwordAt = (gid: string) => simulator().cloud.world.doors.get(gid)?.fixedLockPassword;

async function everythingKept(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(getDb());
  const texts = await Promise.all(
    tables.map(({ name }) =>
      sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(getDb()),
    ),
  );
  return texts.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n');
}

describe('revealing a fixed password', () => {
  it('returns what the cloud has now, and stores it nowhere', async () => {
    const at = doorOf(landlord);
    const password = passwordAt(at.gid) ?? '';
    expect(password).not.toBe('');
    expect(await landlord.as(() => revealFixedPasswordAction(at))).toEqual({ ok: true, data: { password } });
    expect(await everythingKept()).not.toContain(password);
    const audit = await getDb()
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', 'rooms.reveal')
      .where('workspace_id', '=', landlord.scope.workspaceId)
      .orderBy('seq')
      .execute();
    expect(audit.map((entry) => entry.outcome)).toEqual(['intent', 'done']);
    expect(audit[0]?.subject).not.toContain(at.gid);
    expect(JSON.stringify(audit)).not.toContain(password);
  });

  it.each([null, new Date(Date.now() - 11 * 60_000)])(
    'wants the password typed within ten minutes (last: %s)',
    async (typed) => {
      await typedPassword(typed);
      const calls = simulator().log().length;
      expect(await landlord.as(() => revealFixedPasswordAction(doorOf(landlord)))).toEqual({
        ok: false,
        code: 'password-needed',
      });
      expect(simulator().log()).toHaveLength(calls);
    },
  );

  it('is refused to strangers, sub-masters and other accounts', async () => {
    const at = doorOf(landlord);
    expect(await asStranger(() => revealFixedPasswordAction(at))).toEqual({ ok: false, code: 'signed-out' });
    expect(await guest.as(() => revealFixedPasswordAction(doorOf(guest)))).toEqual({
      ok: false,
      code: 'not-allowed',
    });
    expect(await landlord.as(() => revealFixedPasswordAction({ ...at, channel: 987_654 }))).toEqual({
      ok: false,
      code: 'not-found',
    });
  });

  it.each([{}, { gid: '', channel: 1 }, { gid: 'x', channel: 'one' }, null, []])(
    'refuses %j as input',
    async (input) => {
      expect(await landlord.as(() => revealFixedPasswordAction(input))).toMatchObject({
        ok: false,
        code: 'invalid-input',
      });
    },
  );

  it('says why when the cloud does not answer, and invents nothing', async () => {
    simulator().faults.next({ effect: 'garbage', call: 'sign', times: null });
    const result = await landlord.as(() => revealFixedPasswordAction(doorOf(landlord)));
    expect(result).toEqual({ ok: false, code: 'cloud-garbled' });
  });

  it('distinguishes a door without a fixed password from a failure', async () => {
    const at = doorOf(landlord);
    const door = simulator().cloud.world.doors.get(at.gid);
    if (!door) throw new Error('no door');
    const { fixedLockPassword } = door;
    door.fixedLockPassword = '';
    expect(await landlord.as(() => revealFixedPasswordAction(at))).toEqual({
      ok: true,
      data: { password: null },
    });
    door.fixedLockPassword = fixedLockPassword;
  });
});
