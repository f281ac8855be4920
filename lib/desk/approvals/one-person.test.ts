import { beforeEach, describe, expect, test } from 'vitest';
import { readRequestCounts } from '@/lib/abilities/approvals/count-waiting';
import { findScope, type Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { listAudit } from '@/lib/desk/audit/data';
import { auditQuery } from '@/lib/desk/audit/schema';
import { removeMasterAction } from '@/lib/masters/actions';
import { viewAsMemberAction } from '@/lib/members/sessions/actions';
import { revealFixedPasswordAction } from '@/lib/rooms/actions';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { closeOffice, type Office, openOffice } from '@/lib/testing/approvals';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { confirmed, type SignedIn } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createViewAction } from '@/lib/views/actions';
import { listOpenApprovals } from './data';

useDatabase();
const { simulator } = useSimulator();

let office: Office;
beforeEach(async () => {
  simulator().reset();
  await closeOffice();
  await getDb().deleteFrom('master_reading').execute();
  office = await openOffice(simulator(), { above: 1 });
});

const channelsIn = (isFirst: boolean) =>
  office.vendor.scope.channels.filter(({ buildingName }) => (buildingName === office.first) === isFirst);

describe('one person with two sign-ins', () => {
  const end = async (who: SignedIn, place: number) => {
    const { gid = '', channel = 0 } = channelsIn(true)[place] ?? {};
    setMaster(simulator().cloud, { gid, channel }, simulator().accounts.master.account);
    const answer = await who.as(() =>
      removeMasterAction({ requestKey: crypto.randomUUID(), doors: [{ gid, channel }] }),
    );
    return answer.ok ? 'done' : answer.code;
  };

  test('has what both ended counted together', async () => {
    await getDb()
      .updateTable('membership')
      .set({ knew_password: true })
      .where('member_id', '=', office.ann.memberId)
      .execute();
    expect(await end(office.ann, 0)).toBe('done');
    expect(await end(office.vendor, 1)).toBe('approval-needed');
    // The page of approvals leads back to the room.
    const { gid, channel } = channelsIn(true)[1] ?? {};
    const asked = await getDb().selectFrom('approval').select('facts').execute();
    expect(asked).toEqual([{ facts: { door: { gid, channel } } }]);
    // Of other members, each has a count of their own.
    expect(await end(office.ben, 2)).toBe('done');
    expect(await end(office.ann, 3)).toBe('approval-needed');
  });

  test('counts in the other order too, and members who never used the password are others', async () => {
    await getDb()
      .updateTable('membership')
      .set({ knew_password: true })
      .where('member_id', '=', office.ann.memberId)
      .execute();
    expect(await end(office.vendor, 0)).toBe('done');
    expect(await end(office.ann, 1)).toBe('approval-needed');
    expect(await end(office.ben, 2)).toBe('done');
  });
});

describe('a person with few rights who looks as another member', () => {
  let limited: SignedIn;
  const asAnn = async (): Promise<Scope> => {
    const scope = await limited.as(findScope);
    if (!scope?.viewsAs) throw new Error('does not look as another member');
    return scope;
  };
  beforeEach(async () => {
    const { workspaceId } = office.vendor.scope;
    limited = await confirmed(
      await memberIn({
        workspaceId,
        name: 'Lim',
        grants: {
          workspace: ['members'],
          buildings: [{ name: office.first, capabilities: ['doorcodes', 'people'] }],
        },
      }),
    );
    for (const isFirst of [true, false]) {
      const { gid = '', channel = 0 } = channelsIn(isFirst)[0] ?? {};
      const asked = await office.ann.as(() => revealFixedPasswordAction({ gid, channel }));
      expect(asked).toMatchObject({ code: 'approval-needed' });
    }
    const name = `Cleaners elsewhere ${crypto.randomUUID()}`;
    const view = { name, page: 'rooms', query: '', columns: null, density: null };
    expect(await office.ann.as(() => createViewAction(view))).toMatchObject({ ok: true });
    expect(await limited.as(() => viewAsMemberAction({ id: office.ann.memberId }))).toMatchObject({
      ok: true,
    });
  });

  test('finds only requests about buildings that both see', async () => {
    const open = await listOpenApprovals(await asAnn());
    expect(open.map(({ buildings }) => buildings)).toEqual([[office.first]]);
    expect(await readRequestCounts(await asAnn())).toEqual({ waiting: 0, hasAsked: true });
  });

  test('finds no entry of that member’s about another building, or about none', async () => {
    const { rows } = await listAudit(await asAnn(), auditQuery.parse({}), 'UTC');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.subject).not.toContain('Cleaners elsewhere');
      for (const { buildingName } of channelsIn(false)) expect(row.subject).not.toContain(buildingName);
    }
  });
});
