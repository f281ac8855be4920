import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { getDb } from '@/lib/db/client';
import { approveRequestAction } from '@/lib/desk/approvals/actions';
import { DeskError } from '@/lib/errors';
import { closeOffice, type Office, openOffice } from '@/lib/testing/approvals';
import { useDatabase } from '@/lib/testing/database';
import { useSimulator } from '@/lib/testing/simulator';
import { defineVerb } from '../verb';

useDatabase();
const { simulator } = useSimulator();

let office: Office;
beforeEach(async () => {
  await closeOffice();
  office = await openOffice(simulator());
});

const request = () => getDb().selectFrom('approval').selectAll().executeTakeFirstOrThrow();

test('an approval is given back when its deed is refused, and can be used again', async () => {
  let isRefused = true;
  const verb = defineVerb({
    name: 'members.settings',
    input: z.object({}),
    ability: () => null,
    needsApproval: () => ({ subject: 'All', buildings: [], things: 1 }),
    run: async () => {
      if (isRefused) throw new DeskError('approvers-needed');
    },
  });
  const act = () => office.ann.as(() => verb({ ctx: { scope: office.ann.scope }, input: {} }));
  expect(await act()).toMatchObject({ code: 'approval-needed' });
  await office.ben.as(async () => approveRequestAction({ id: (await request()).id }));
  expect(await act()).toMatchObject({ code: 'approvers-needed' });
  expect(await request()).toMatchObject({ state: 'approved', used_at: null, decided_by: 'Ben' });
  isRefused = false;
  expect(await act()).toMatchObject({ ok: true });
  expect(await request()).toMatchObject({ state: 'used' });
  const entries = await getDb()
    .selectFrom('audit_entry')
    .select(['action', 'outcome'])
    .where('outcome', '<>', 'intent')
    .orderBy('seq', 'desc')
    .limit(5)
    .execute();
  expect(entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'members.settings done',
    'approvals.use done',
    'approvals.return done',
    'members.settings refused',
    'approvals.use done',
  ]);
});
