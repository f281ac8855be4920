import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { AuditRow } from '@/lib/desk/audit/data';
import { exportFiles } from '@/lib/files/write/format';
import { messages as en } from '@/lib/i18n/messages/en/messages';
import { messages as zh } from '@/lib/i18n/messages/zh/messages';
import { keyKinds } from '@/lib/registers/words';
import { AuditDetails } from './audit-details';

const row: AuditRow = {
  ...{ seq: 1, at: '2026-11-20T08:00:00.000Z', actor: 'anna@example.com', account: 'anna@example.com' },
  ...{ action: 'keys.create', subject: '', outcome: 'done', detail: {} },
  ...{ isThrough: false, memberId: null, network: null, device: null },
};
const textOf = (action: string, subject: string) =>
  renderInDesk(<AuditDetails row={{ ...row, action, subject }} />).replace(/<[^>]*>/g, '');

it.each([
  ['keys.create', 'fob 12 Bicycle', 'Fob 12 Bicycle'],
  ['keys.return', '× 3 · 2026-11-29', '× 3 · Nov 29, 2026'],
  ['people.export', 'csv', 'CSV'],
  ['exports.run', 'xlsx', 'Excel (XLSX)'],
  ['masters.bulk', 'assign ben@example.com × 3', 'Assign ben@example.com × 3'],
  ['doorcodes.bulk', 'revoke × 2', 'Revoke × 2'],
  ['jobs.cancel', 'issue-doorcodes · Cleaner', 'Make doorcodes · Cleaner'],
])('%s: the subject %j is written as %j', (action, subject, words) => {
  expect(textOf(action, subject)).toContain(`On what${words}`);
});

it('says whether it was a member, the vendor account or Doordesk itself', () => {
  const who = (more: Partial<AuditRow>) =>
    renderInDesk(<AuditDetails row={{ ...row, ...more }} />).replace(/<[^>]*>/g, '');
  expect(who({ memberId: crypto.randomUUID() })).toContain('WhoMember anna@example.com');
  expect(who({})).toContain('WhoVendor account anna@example.com');
  expect(who({ actor: 'Doordesk' })).toContain('WhoDoordesk');
});

it('says of a doorcode that waits that it was accepted, and names no account that it went through', () => {
  const waiting = {
    account: 'manager@example.com',
    memberId: crypto.randomUUID(),
    detail: { waits: 'no-connection' },
  };
  const text = renderInDesk(<AuditDetails row={{ ...row, ...waiting }} />).replace(/<[^>]*>/g, '');
  expect(text).toContain('It was accepted, and had to wait for a sign-in or a connection.');
  expect(text).toContain('Waitsfor a sign-in or a connection');
  expect(text).not.toContain('through manager@example.com');
});

it('names the account only of what went through it', () => {
  const account = 'manager@example.com';
  const textOf = (isThrough: boolean) =>
    renderInDesk(<AuditDetails row={{ ...row, account, isThrough }} />).replace(/<[^>]*>/g, '');
  expect(textOf(true)).toContain('through manager@example.com');
  expect(textOf(false)).not.toContain('through');
});

it('names the settings that were changed, and those that a request would change', () => {
  expect(textOf('members.settings', 'secondApproval · approvalAbove')).toContain(
    'On whatSecond pair of eyes, Second pair of eyes above',
  );
  const detail = { change: 'members.settings' };
  const asked = { ...row, action: 'approvals.ask', subject: 'secondApproval', detail };
  expect(renderInDesk(<AuditDetails row={asked} />)).toContain('Second pair of eyes');
});

it('writes the names of rights', () => {
  const detail = { workspace: 'members, approve', inBuildings: 'events-of-today' };
  const text = renderInDesk(<AuditDetails row={{ ...row, detail }} />);
  expect(text).toContain('Members, Approve');
  expect(text).toContain('Today’s events');
});

it('leaves a name that looks like a code as it is', () => {
  expect(textOf('people.create', 'card')).toContain('On whatcard');
});

it.each([en, zh])('has words for every kind of key and every format of a file', ({ audit }) => {
  expect(Object.keys(audit.values.kind).toSorted()).toEqual([...keyKinds].toSorted());
  expect(Object.keys(audit.values.format).toSorted()).toEqual(Object.keys(exportFiles).toSorted());
});

it('says when to the second, and on which clock', () => {
  expect(textOf('keys.create', '')).toContain('WhenFri, Nov 20, 2026, 08:00:00 · UTC+00:00');
});
