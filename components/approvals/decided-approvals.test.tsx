import { expect, test } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { ApprovalRow } from '@/lib/desk/approvals/data';
import { DecidedApprovals } from './decided-approvals';

const row: ApprovalRow = {
  ...{
    id: '1',
    verb: 'members.change',
    subject: 'Ben',
    buildings: [],
    things: 1,
    endedBefore: 0,
    above: null,
  },
  ...{
    askedBy: 'Ann',
    memberId: null,
    askedAt: '2026-11-20T08:00:00.000Z',
    until: '2026-11-23T08:00:00.000Z',
  },
  ...{ state: 'used', decidedBy: 'Cleo', decidedAt: '2026-11-20T09:00:00.000Z', usedAt: null, reason: '' },
  ...{ isOwn: false, mayDecide: false, job: null, facts: {} },
};
const textOf = (change: Partial<ApprovalRow>) =>
  renderInDesk(<DecidedApprovals requests={[{ ...row, ...change }]} />).replace(/<[^>]*>/g, '|');

test('a change of rights is written with the names of rights and buildings', () => {
  const before = { workspace: ['members' as const], everywhere: ['people' as const], buildings: [] };
  const house = { name: 'Lotus', capabilities: ['events-of-today' as const, 'events' as const] };
  const text = textOf({ facts: { before, grants: { workspace: [], everywhere: [], buildings: [house] } } });
  expect(text).toMatch(/Gets in addition\|+Lotus: All events\|/);
  expect(text).toMatch(/Loses\|+In all buildings: See people\|+For the workspace: Members\|/);
});

test('an invitation says who is invited, and all that it gives', () => {
  const grants = { workspace: [], everywhere: ['doorcodes' as const], buildings: [] };
  const text = textOf({ verb: 'members.invite', facts: { email: 'eve@example.com', grants } });
  expect(text).toMatch(/Invited at\|+eve@example\.com/);
  expect(text).toMatch(/May do\|+In all buildings: Doorcodes/);
});

test('a looser rule says from what to what', () => {
  expect(textOf({ facts: { above: { from: 2, to: null } } })).toContain('Any number, instead of 2.');
});

test('the approval of a job says how many changes, and that it was started', () => {
  const job = { id: 'job', kind: 'remove-masters' as const, params: {}, shown: 'running' as const };
  const text = textOf({ job, things: 4, buildings: ['Lotus'], subject: '× 4 · Lotus' });
  expect(text).toContain('4 changes · Lotus');
  expect(text).toContain('Approved and started');
  expect(text).not.toContain('×');
  const waits = textOf({ job: { ...job, shown: 'connection' } });
  expect(waits).toContain('Approved; it waits for a sign-in or a connection');
  expect(textOf({ job: { ...job, shown: 'stopped' } })).toContain('Approved, then stopped');
  expect(waits).not.toContain('started');
});
