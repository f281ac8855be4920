import { beforeAll, expect, test } from 'vitest';
import { optionsAt } from '@/lib/auth/choose-caller';
import { connectOwn } from '@/lib/auth/connection';
import { callerOf } from '@/lib/auth/scope';
import { readRoutes } from '@/lib/bulk/read-routes';
import { getDb } from '@/lib/db/client';
import { assignMasterAction } from '@/lib/masters/actions';
import { planMasters } from '@/lib/masters/bulk';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';

useDatabase();
const { simulator } = useSimulator();
let holder: SignedIn;
let member: SignedInMember;

const account = () => simulator().accounts.manager.account;
const grants = { everywhere: ['people' as const, 'masters' as const, 'doorcodes' as const] };
const options = ({ scope }: SignedIn) => optionsAt(scope, scope.channels.slice(0, 1), () => true);
const routes = ({ scope }: SignedIn) => {
  const ids = scope.channels.slice(0, 2).map(({ roomKey }) => roomKey);
  return planMasters(scope, {
    action: 'assign',
    master: 'new@harbor.example',
    selection: { all: false, ids },
  }).then((plan) => readRoutes(scope, plan));
};

beforeAll(async () => {
  holder = await signInAs(account(), simulator().accounts.manager.password, 'manager');
  const { workspaceId } = holder.scope;
  expect(options(await memberIn({ workspaceId, grants })).byRule).toEqual([]);
  await connectOwn(getDb(), callerOf(holder.scope));
  member = await memberIn({ workspaceId, grants });
});

test('a member reads the only account before a change, in one room and in bulk; its holder does not', async () => {
  expect(options(member)).toEqual({ choices: [], byRule: [account()] });
  expect((await routes(member))?.callers).toMatchObject([{ account: account() }]);
  expect(options(holder)).toEqual({ choices: [], byRule: [] });
  expect(await routes(holder)).toBeNull();
});

test('a member reads it after a change too', async () => {
  const [door] = member.scope.channels;
  const answer = await member.as(() =>
    assignMasterAction({
      doors: [{ gid: door?.gid, channel: door?.channel }],
      master: 'new@harbor.example',
      requestKey: crypto.randomUUID(),
    }),
  );
  expect(answer).toMatchObject({ ok: true, data: [{ through: account() }] });
});
