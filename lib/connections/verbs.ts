import { withdrawAbout } from '@/lib/abilities/approvals/withdraw-about';
import { defineVerb } from '@/lib/abilities/verb';
import { claimCapability } from '@/lib/auth/claim-capability';
import { readNetwork } from '@/lib/auth/client-network';
import { connectOwn, moveConnection } from '@/lib/auth/connection';
import { credentialOf } from '@/lib/auth/credential';
import { acceptCredential } from '@/lib/auth/doubt';
import { forgetOldPasswords, noteKnownPassword } from '@/lib/auth/exposed-password';
import { mayInWorkspace } from '@/lib/auth/grants';
import { provePassword } from '@/lib/auth/prove-password';
import { callerOf, type Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { claimLister } from '@/lib/devices/claim-lister';
import { removeList, storeChannels } from '@/lib/devices/mutations';
import { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { DeskError, type ErrorCode } from '@/lib/errors';
import { findConnection } from './data';
import { findSpelling } from './find-spelling';
import { addInput, connectionInput, newPasswordInput } from './schema';

const isOurs = async (scope: Scope, { id }: { id: string }): Promise<ErrorCode | null> =>
  (await findConnection(scope, id)) ? null : 'not-found';

/** For the audit log. Empty for who does not see the connections. */
const nameOf = async ({ id }: { id: string }, scope: Scope): Promise<string> =>
  mayInWorkspace(scope, 'connections') ? ((await findConnection(scope, id))?.account ?? '') : '';

/** The password that the session was opened with is stored for this account only. */
const isOwn = async (scope: Scope, { id }: { id: string }): Promise<ErrorCode | null> => {
  const found = await findConnection(scope, id);
  return found?.isOwn ? null : 'not-found';
};

/** Needs a confirmed identity: a stranger at an open browser must not have the password stored for good. */
export const connectAccount = defineVerb({
  name: 'connections.connect',
  input: connectionInput,
  needsInWorkspace: 'connections',
  ability: isOwn,
  needsIdentity: () => true,
  subject: nameOf,
  run: ({ scope }) =>
    getDb()
      .transaction()
      .execute(async (trx) => {
        await claimCapability(trx, scope, 'connections');
        await connectOwn(trx, callerOf(scope));
      }),
});

export const pauseConnection = defineVerb({
  name: 'connections.pause',
  input: connectionInput,
  needsInWorkspace: 'connections',
  ability: isOurs,
  whileInDoubt: true,
  subject: nameOf,
  run: async ({ scope, input: { id } }) => {
    if (!(await moveConnection(scope.workspaceId, id, { from: ['connected'], to: 'paused' })))
      throw new DeskError('conflict');
  },
});

export const resumeConnection = defineVerb({
  name: 'connections.resume',
  whileInDoubt: 'member',
  input: connectionInput,
  needsInWorkspace: 'connections',
  ability: isOurs,
  subject: nameOf,
  run: async ({ scope, input: { id } }) => {
    if (!(await moveConnection(scope.workspaceId, id, { from: ['paused'], to: 'connected' })))
      throw new DeskError('conflict');
  },
});

/** Deletes the sealed password. No process sends a call with it after a few seconds. What only it listed is gone. */
export const removeConnection = defineVerb({
  name: 'connections.remove',
  input: connectionInput,
  needsInWorkspace: 'connections',
  ability: isOurs,
  whileInDoubt: true,
  needsApproval: async ({ id }, scope) => {
    const found = await findConnection(scope, id);
    return found && { subject: found.account, buildings: [], things: 1, facts: { about: id } };
  },
  subject: nameOf,
  run: async ({ scope, input: { id } }) => {
    const { workspaceId } = scope;
    const found = await findConnection(scope, id);
    if (!found) throw new DeskError('not-found');
    const remove = (db: Db) =>
      moveConnection(workspaceId, id, { from: ['connected', 'parked', 'paused'], to: 'none' }, db);
    // The workspace's own account still has its list when someone signs in with it.
    if (found.isOwn) await remove(getDb());
    else {
      // Calls end now, before the lists are merged again. After an interruption it is paused, and can be removed again.
      await moveConnection(workspaceId, id, { from: ['connected'], to: 'paused' });
      await removeList({ workspaceId, connectionId: id }, remove);
    }
    await getDb()
      .transaction()
      .execute((trx) => withdrawAbout(trx, workspaceId, id));
  },
});

/**
 * Another vendor account, with its password typed here: what other workspaces know of it is not used. Needs a confirmed
 * identity, because the workspace then sees what this account sees.
 */
export const addConnection = defineVerb({
  name: 'connections.add',
  whileInDoubt: 'member',
  input: addInput,
  needsInWorkspace: 'connections',
  ability: () => null,
  needsIdentity: () => true,
  subject: ({ account }) => account,
  run: async ({ scope, input: { account, role, password: typed }, audit }) => {
    audit.note({ role });
    const connected = await proveAndConnect(scope, { account, role, password: new Secret(typed) });
    if (connected.account !== account) audit.note({ about: connected.account });
    return connected;
  },
});

/**
 * The password is proven by a call to the cloud, and connects a parked or paused connection again, or the workspace's own account
 * for the first time.
 */
export const giveConnectionPassword = defineVerb({
  name: 'connections.new-password',
  action: async ({ id }, scope) =>
    (await findConnection(scope, id))?.state === 'none' ? 'connections.connect' : 'connections.new-password',
  input: newPasswordInput,
  needsInWorkspace: 'connections',
  ability: isOurs,
  whileInDoubt: true,
  subject: nameOf,
  run: async ({ scope, input }) => {
    const { account, role } = (await findConnection(scope, input.id)) ?? {};
    if (!account || !role) throw new DeskError('not-found');
    const password = new Secret(input.password);
    await proveAndConnect(scope, { account, role, password }, { known: input.id });
  },
});

async function proveAndConnect(
  scope: Scope,
  typed: { account: string; role: Role; password: Secret },
  { known }: { known?: string } = {},
): Promise<{ account: string }> {
  const { workspaceId, actor, sessionId } = scope;
  const network = await readNetwork();
  const prove = (account: string) => provePassword({ ...typed, account, network }, `password:${sessionId}`);
  const proof = await prove(typed.account);
  if (!proof.ok) throw new DeskError(proof.code);
  const account = known ? typed.account : await findSpelling(scope, typed, { list: proof.list, prove });
  const who = { ...typed, account };
  const connectionId = await getDb()
    .transaction()
    .execute(async (trx) => {
      // The cloud may have taken long to answer. What was removed meanwhile stays removed.
      await claimCapability(trx, scope, 'connections');
      if (known && !(await claimLister(trx, { workspaceId, connectionId: known })))
        throw new DeskError('not-found');
      const credential = credentialOf(who.account, who.password);
      await acceptCredential(trx, { credential, role: who.role });
      await forgetOldPasswords(trx, { account: who.account, credential });
      await noteKnownPassword(trx, scope, { ...who, credential });
      return connectOwn(trx, { workspaceId, actor, ...who });
    });
  // If this fails, the list is read within seconds: it is due, because there is none.
  await storeChannels({ workspaceId, connectionId }, proof.list);
  return { account };
}
