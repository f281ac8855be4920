import { beforeAll, describe, expect, it } from 'vitest';
import { mayRetention, type RetentionAction, refuseRetention } from '@/lib/abilities/retention';
import { getDb } from '@/lib/db/client';
import type { Role } from '@/lib/doordeer/words';
import { confirmPasswordAction } from '@/lib/members/actions';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { keepAllAction, removeHoldAction, saveHoldAction, setRuleAction } from './actions';
import { readRetention } from './data';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let landlord: SignedIn;
let building = '';
beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  building = landlord.scope.channels[0]?.buildingName ?? '';
});

const hold = () => ({
  id: null as string | null,
  building,
  everywhere: false,
  name: 'Case 12',
  reason: 'Asked for by the police',
  from: '2026-01-01',
  to: '2026-01-31',
});

describe('what each role may do about old events', () => {
  const actions: RetentionAction[] = ['see', 'preview', 'set-rule', 'keep-hold'];
  it.each<[Role, boolean]>([
    ['manager', true],
    ['landlord', false],
    ['tenant', false],
  ])('%s: %s', (role, may) => {
    expect(actions.map((action) => mayRetention({ role, grants: null }, action))).toEqual(
      actions.map(() => may),
    );
  });

  it('does not find another account’s building', () => {
    expect(refuseRetention(manager.scope, 'House of others', 'preview')).toBe('not-found');
    expect(refuseRetention(landlord.scope, building, 'set-rule')).toBe('not-allowed');
  });
});

describe('rules and holds', () => {
  it('are refused to strangers and other roles', async () => {
    const rule = { building, mode: 'delete', days: 30 };
    expect(await asStranger(() => setRuleAction(rule))).toMatchObject({ code: 'signed-out' });
    expect(await landlord.as(() => setRuleAction(rule))).toMatchObject({ code: 'not-allowed' });
    expect(await landlord.as(() => saveHoldAction(hold()))).toMatchObject({ code: 'not-allowed' });
    expect(await manager.as(() => setRuleAction({ ...rule, building: 'None' }))).toMatchObject({
      code: 'not-found',
    });
    expect(await manager.as(() => setRuleAction({ ...rule, days: 0 }))).toMatchObject({
      code: 'invalid-input',
      fields: { days: 'retention.errors.days' },
    });
    expect(await getDb().selectFrom('retention_rule').selectAll().execute()).toEqual([]);
  });

  it('want the password again before anything is taken away, and a hold that only protects does not', async () => {
    expect(await manager.as(() => saveHoldAction(hold()))).toMatchObject({ ok: true });
    const [kept] = (await readRetention(manager.scope, building)).holds;
    expect(kept).toMatchObject({ name: 'Case 12', from: '2026-01-01', to: '2026-01-31', everywhere: false });
    const id = kept?.id ?? '';
    const rule = { building, mode: 'delete', days: '365' };
    const destructive = [
      () => setRuleAction(rule),
      () => saveHoldAction({ ...hold(), id, to: '2026-01-02' }),
      () => removeHoldAction({ id, building }),
    ];
    for (const act of destructive) {
      expect(await manager.as(act)).toMatchObject({ ok: false, code: 'password-needed' });
    }
    const { password } = simulator().accounts.manager;
    expect(await manager.as(() => confirmPasswordAction({ password }))).toMatchObject({ ok: true });
    for (const act of destructive) expect(await manager.as(act)).toMatchObject({ ok: true });
    expect(await readRetention(manager.scope, building)).toMatchObject({
      rule: { mode: 'delete', days: 365, running: true },
      holds: [],
    });
    expect(await manager.as(() => keepAllAction({ building }))).toMatchObject({ ok: true });
    expect((await readRetention(manager.scope, building)).rule).toBeNull();
    const entries = await getDb()
      .selectFrom('audit_entry')
      .select(['action', 'outcome'])
      .where('workspace_id', '=', manager.scope.workspaceId)
      .where('action', 'like', 'retention.%')
      .where('outcome', '=', 'done')
      .orderBy('seq')
      .execute();
    expect(entries.map(({ action }) => action)).toEqual([
      'retention.hold',
      'retention.set',
      'retention.hold',
      'retention.remove-hold',
      'retention.keep-all',
    ]);
  });

  it('of another account are not found', async () => {
    await manager.as(() => saveHoldAction(hold()));
    const [kept] = (await readRetention(manager.scope, building)).holds;
    const { accounts } = simulator();
    const other = await signInAs(accounts.tenant.account, accounts.tenant.password, 'tenant');
    expect(await other.as(() => saveHoldAction({ ...hold(), id: kept?.id ?? '' }))).toMatchObject({
      ok: false,
    });
    expect((await readRetention(landlord.scope, building)).holds).toEqual([]);
  });

  it('of all buildings are not narrowed or removed by a member of one', async () => {
    await manager.as(() => saveHoldAction({ ...hold(), everywhere: true }));
    const { id = '' } =
      (await readRetention(manager.scope, building)).holds.find((one) => one.everywhere) ?? {};
    const { workspaceId } = manager.scope;
    const grants = {
      workspace: ['settings' as const],
      buildings: [{ name: building, capabilities: ['events' as const] }],
    };
    const member = await memberIn({ workspaceId, grants });
    await getDb().updateTable('session').set({ reauthenticated_at: new Date() }).execute();
    const refused = { ok: false, code: 'not-allowed' };
    expect(await member.as(() => saveHoldAction({ ...hold(), id }))).toEqual(refused);
    expect(await member.as(() => removeHoldAction({ id, building }))).toEqual(refused);
    expect(await manager.as(() => removeHoldAction({ id, building }))).toMatchObject({ ok: true });
  });
});
