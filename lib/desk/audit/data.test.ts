import { beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { findScope, type Scope } from '@/lib/auth/scope';
import { viewAs } from '@/lib/auth/switch-view';
import { getDb } from '@/lib/db/client';
import type { Grants, WorkspaceCapability } from '@/lib/db/tables/members';
import { type PresetName, presets } from '@/lib/members/roster/presets';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { listAudit, loadAudit, readAuditChoices, streamAudit } from './data';
import { exportableRows } from './export-rows';
import { auditQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

let manager: Scope;
let tenant: Scope;

beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInScope(accounts.manager.account, accounts.manager.password, 'manager');
  tenant = await signInScope(accounts.tenant.account, accounts.tenant.password, 'tenant');
  const begun = await record({ subject: 'Room 100%', outcome: 'intent' });
  await record({ subject: 'Room 100%', outcome: 'done', intentSeq: begun, detail: { doors: 2 } });
  await record({ subject: 'Room 1001', outcome: 'intent' });
  await record({ subject: 'Room 1002', action: 'test.other', outcome: 'refused', actor: 'ben' });
});

function record(change: Partial<AuditEntry>): Promise<number> {
  return recordAudit(getDb(), {
    workspaceId: manager.workspaceId,
    actor: 'anna',
    account: manager.account,
    role: 'manager',
    action: 'test.do',
    subject: '',
    outcome: 'done',
    ...change,
  });
}

const list = (query: Record<string, unknown>, scope = manager, zone = 'UTC') =>
  listAudit(scope, auditQuery.parse(query), zone);

test('shows the newest first, and an intent only as long as its outcome is missing', async () => {
  const { rows, total } = await list({});
  expect(rows.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['Room 1002', 'refused'],
    ['Room 1001', 'open'],
    ['Room 100%', 'done'],
    [manager.account, 'done'],
  ]);
  expect(total).toBe(4);
  expect(rows[2]?.detail).toEqual({ doors: 2 });
});

test('shows a workspace only its own entries', async () => {
  const { rows } = await list({}, tenant);
  expect(rows.map(({ action }) => action)).toEqual(['sessions.sign-in']);
  expect(await readAuditChoices(tenant)).toEqual({
    actions: ['sessions.sign-in'],
    actors: [tenant.account],
    members: [],
  });
});

test('filters by action, person, outcome and text, with % and _ taken literally', async () => {
  const subjects = async (query: Record<string, unknown>) =>
    (await list(query)).rows.map(({ subject }) => subject);
  expect(await subjects({ action: 'test.other' })).toEqual(['Room 1002']);
  expect(await subjects({ actor: ['ben', 'nobody'] })).toEqual(['Room 1002']);
  expect(await subjects({ outcome: ['open', 'refused'] })).toEqual(['Room 1002', 'Room 1001']);
  expect(await subjects({ q: '100%' })).toEqual(['Room 100%']);
  expect(await subjects({ q: 'room 100' })).toHaveLength(3);
  expect(await subjects({ q: "'; drop table audit_entry; --" })).toEqual([]);
});

test('begins and ends days in the zone of the person', async () => {
  const day = (zone: string) => new Date().toLocaleDateString('sv', { timeZone: zone });
  for (const zone of ['Pacific/Kiritimati', 'America/Adak', 'Asia/Kolkata']) {
    expect((await list({ from: day(zone), to: day(zone) }, manager, zone)).total).toBe(4);
  }
  expect((await list({ to: '2020-01-01' })).total).toBe(0);
});

test('gives ranges without gaps, and the same rows to an export', async () => {
  const first = await list({ limit: 2, sort: 'subject', dir: 'asc' });
  const second = await list({ limit: 2, offset: 2, sort: 'subject', dir: 'asc' });
  const streamed = [];
  const query = auditQuery.parse({ sort: 'subject', dir: 'asc' });
  for await (const row of streamAudit(manager, query, 'UTC')) streamed.push(row);
  expect([...first.rows, ...second.rows]).toEqual(streamed);
  expect(streamed).toHaveLength(4);
});

test('writes details into an export as one text', async () => {
  const rows = [];
  for await (const row of exportableRows(streamAudit(manager, auditQuery.parse({ q: '100%' }), 'UTC')))
    rows.push(row);
  expect(rows).toMatchObject([{ subject: 'Room 100%', detail: 'doors: 2' }]);
});

test('finds and orders whatever the case and width, numbers by their value', async () => {
  await record({ subject: 'Flat 10A', actor: 'Zoë Größl', action: 'test.case', detail: { name: 'ＡＢＣ' } });
  await record({ subject: 'flat 9A', actor: 'anna', action: 'test.case' });
  const subjects = async (query: Record<string, string>) =>
    (await list({ action: 'test.case', ...query })).rows.map(({ subject }) => subject);
  expect(await subjects({ q: 'ZOË GRÖSSL' })).toEqual(['Flat 10A']);
  expect(await subjects({ q: 'abc' })).toEqual(['Flat 10A']);
  expect(await subjects({ q: 'ＦＬＡＴ' })).toHaveLength(2);
  expect(await subjects({ sort: 'subject', dir: 'asc' })).toEqual(['flat 9A', 'Flat 10A']);
});

describe('a member', () => {
  let caretaker: SignedInMember;
  const entries = async (scope: Scope) =>
    (await list({ action: ['people.update', 'events.export', 'settings.test'] }, scope)).rows.map(
      ({ subject }) => subject,
    );

  beforeAll(async () => {
    const grants: Partial<Grants> = { buildings: [{ name: 'North', capabilities: ['people'] }] };
    caretaker = await memberIn({ workspaceId: manager.workspaceId, name: 'Carl', grants });
    await record({ action: 'people.update', subject: 'in North', buildings: ['North'] });
    await record({ action: 'people.update', subject: 'in South', buildings: ['South'] });
    await record({ action: 'people.update', subject: 'in both', buildings: ['North', 'South'] });
    await record({ action: 'people.update', subject: 'of an older version' });
    await record({ action: 'events.export', subject: 'events of North', buildings: ['North'] });
    const own = { actor: 'Carl', memberId: caretaker.memberId };
    await record({ action: 'settings.test', subject: 'their own', ...own });
  });

  test('sees entries if they see what was done in every building, and their own', async () => {
    expect(await entries(caretaker.scope)).toEqual(['their own', 'in North']);
    expect(await entries(manager)).toHaveLength(6);
    const choices = await readAuditChoices(caretaker.scope);
    expect(choices.actions).not.toContain('events.export');
    expect(choices.members).toEqual([{ value: caretaker.memberId, label: 'Carl' }]);
  });

  test('can be chosen in the filter, and is counted', async () => {
    const { rows } = await list({ member: caretaker.memberId });
    expect(rows.map(({ subject }) => subject)).toEqual(['their own']);
    const { counts } = await loadAudit(caretaker.scope, auditQuery.parse({}), 'UTC');
    expect([...counts.action]).toEqual([
      ['people.update', 1],
      ['settings.test', 1],
    ]);
  });

  test('is looked at as, with their own entries instead of the viewer’s, about what both see', async () => {
    const boss = await memberIn({
      workspaceId: manager.workspaceId,
      name: 'Boss',
      grants: { workspace: ['members'], buildings: [{ name: 'North', capabilities: ['people'] }] },
    });
    const action = 'view.test';
    const carl = { action, actor: 'Carl', memberId: caretaker.memberId };
    await record({ ...carl, subject: 'in a building that only Carl saw', buildings: ['South'] });
    await record({ ...carl, subject: 'of Carl', buildings: ['North'] });
    await record({ ...carl, subject: 'of Carl, and perhaps about a building that Boss does not see' });
    await record({ action, subject: 'of Boss', actor: 'Boss', memberId: boss.memberId });
    const seen = async (scope: Scope) => (await list({ action }, scope)).rows.map(({ subject }) => subject);
    expect(await seen(boss.scope)).toEqual(['of Boss', 'of Carl']);
    await viewAs(getDb(), boss.scope.sessionId, caretaker.memberId);
    const viewing = await boss.as(findScope);
    if (!viewing) throw new Error('no session');
    expect(await seen(viewing)).toEqual(['of Carl']);
    expect((await readAuditChoices(viewing)).members).toEqual([{ value: caretaker.memberId, label: 'Carl' }]);
  });
});

describe('entries about the people and accounts of the workspace', () => {
  const workspaceEntries = [
    'accounts.test',
    'approvals.test',
    'connections.test',
    'invitations.test',
    'members.test',
    'sessions.test',
    'settings.other',
    'sign-in.test',
  ];
  const whole = (name: PresetName, workspace: readonly WorkspaceCapability[] = []): Partial<Grants> => ({
    workspace: [...presets[name].workspace, ...workspace],
    everywhere: [...presets[name].building],
  });
  const seenBy = async (grants: Partial<Grants>) => {
    const { scope } = await memberIn({ workspaceId: manager.workspaceId, grants });
    const { rows } = await list({ action: workspaceEntries }, scope);
    const { actions } = await readAuditChoices(scope);
    const actionsOf = rows.map(({ action }) => action).sort();
    expect(actions.filter((action) => workspaceEntries.includes(action))).toEqual(actionsOf);
    return actionsOf;
  };

  beforeAll(async () => {
    for (const action of workspaceEntries)
      await record({ action, network: '192.0.2.0/24', device: 'Firefox · Linux' });
  });

  test('are seen with the capability that shows their page', async () => {
    expect(await seenBy(whole('owner'))).toEqual(workspaceEntries);
    expect(await seenBy(whole('leasing', ['connections']))).toEqual([
      'accounts.test',
      'connections.test',
      'settings.other',
    ]);
    expect(await seenBy(whole('front-desk', ['approve']))).toEqual(['approvals.test']);
    expect(await seenBy({ workspace: ['members'] })).toEqual([
      'invitations.test',
      'members.test',
      'sessions.test',
      'sign-in.test',
    ]);
    for (const name of ['leasing', 'caretaker', 'front-desk'] as const)
      expect(await seenBy(whole(name)), name).toEqual([]);
  });

  test('are seen by who reads everything, without networks and browsers of others', async () => {
    for (const name of ['auditor', 'manager'] as const) {
      const { scope, memberId } = await memberIn({
        workspaceId: manager.workspaceId,
        grants: whole(name),
      });
      const own = { network: '198.51.100.0/24', device: 'Safari · macOS' };
      await record({ action: `sessions.${name}`, actor: 'Ada', memberId, ...own });
      const rows = [];
      const query = auditQuery.parse({ action: [...workspaceEntries, `sessions.${name}`] });
      for await (const row of exportableRows(streamAudit(scope, query, 'UTC'))) rows.push(row);
      expect(rows).toHaveLength(workspaceEntries.length + 1);
      expect(rows[0]).toMatchObject({ actor: 'Ada', ...own });
      for (const row of rows.slice(1)) expect(row).toMatchObject({ network: null, device: null });
    }
  });

  test('that name other buildings in the rights they give, or in a request, are not seen', async () => {
    const limited = await memberIn({
      workspaceId: manager.workspaceId,
      name: 'Limited',
      grants: { workspace: ['members', 'approve'], buildings: [{ name: 'Here', capabilities: ['people'] }] },
    });
    const about = (change: Partial<AuditEntry>) => record({ subject: 'Rights', ...change });
    await about({ action: 'members.change', buildings: ['Here'], detail: { buildings: 'Here' } });
    await about({
      action: 'members.change',
      buildings: ['Here', 'There'],
      detail: { buildings: 'Here, There' },
    });
    await about({ action: 'members.invite', detail: { buildings: '' } });
    // As older versions wrote them.
    await about({ action: 'members.change', detail: { buildings: 'There' } });
    await about({ action: 'approvals.approve', subject: 'Rights There' });
    const { rows } = await list({ q: 'Rights' }, limited.scope);
    expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
      ['members.invite', { buildings: '' }],
      ['members.change', { buildings: 'Here' }],
    ]);
  });

  test('show networks and browsers to who manages members', async () => {
    const { scope } = await memberIn({ workspaceId: manager.workspaceId, grants: whole('owner') });
    const { rows } = await list({ action: 'sessions.test' }, scope);
    expect(rows).toMatchObject([{ network: '192.0.2.0/24', device: 'Firefox · Linux' }]);
  });
});

test('an entry says through which network and browser, and an export too', async () => {
  await record({ action: 'test.from', network: '192.0.2.0/24', device: 'Firefox · Linux' });
  const found = await list({ action: 'test.from' });
  expect(found.rows).toMatchObject([{ network: '192.0.2.0/24', device: 'Firefox · Linux' }]);
});

test('says of a deed for which Doordesk first asked for something that it was held back, not refused', async () => {
  const deed = { action: 'test.held', actor: 'carl' };
  for (const code of ['identity-needed', 'password-needed', 'approval-needed', 'not-allowed'])
    await record({ ...deed, subject: code, outcome: 'refused', detail: { code } });
  const outcomes = async (query: Record<string, unknown>) =>
    (await list({ ...query, actor: 'carl', dir: 'asc' })).rows.map(({ subject, outcome }) => [
      subject,
      outcome,
    ]);
  const held = [
    ['identity-needed', 'held'],
    ['password-needed', 'held'],
    ['approval-needed', 'held'],
  ];
  expect(await outcomes({})).toEqual([...held, ['not-allowed', 'refused']]);
  expect(await outcomes({ outcome: 'held' })).toEqual(held);
  expect(await outcomes({ outcome: 'refused' })).toEqual([['not-allowed', 'refused']]);
});

test('knows which entries went through a vendor account', async () => {
  const by = { actor: 'dora' };
  const entered = async (action: string, change: Partial<AuditEntry> = {}) => {
    const intentSeq = await record({ ...by, action, outcome: 'intent' });
    await record({ ...by, action, ...change, intentSeq });
  };
  await entered('connections.add');
  await entered('keys.create');
  await entered('masters.assign');
  await entered('doorcodes.issue', { detail: { waits: 'no-connection' } });
  await entered('doorcodes.revoke', { outcome: 'refused', detail: { code: 'refused-not-yours' } });
  await record({ ...by, action: 'shares.add', outcome: 'refused', detail: { code: 'not-allowed' } });
  await record({
    ...by,
    action: 'shares.remove',
    subject: 'At one of several doors',
    detail: { state: 'verified' },
  });
  const { rows } = await list({ actor: 'dora' });
  expect(rows).toHaveLength(7);
  expect(rows.flatMap(({ action, isThrough }) => (isThrough ? [action] : [])).sort()).toEqual([
    'doorcodes.revoke',
    'masters.assign',
    'shares.remove',
  ]);
});
