import { defineVerb } from '@/lib/abilities/verb';
import { readNetwork } from '@/lib/auth/client-network';
import { connectOwn, moveConnection } from '@/lib/auth/connection';
import { credentialOf } from '@/lib/auth/credential';
import { acceptCredential } from '@/lib/auth/doubt';
import { forgetOldPasswords, noteKnownPassword } from '@/lib/auth/exposed-password';
import { provePassword } from '@/lib/auth/prove-password';
import { callerOf, type Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { storeChannels } from '@/lib/devices/mutations';
import { Secret } from '@/lib/doordeer/secret';
import { DeskError, type ErrorCode } from '@/lib/errors';
import { findConnection } from './data';
import { connectionInput, newPasswordInput } from './schema';

const isOurs = async (scope: Scope, { id }: { id: string }): Promise<ErrorCode | null> =>
  (await findConnection(scope, id)) ? null : 'not-found';

/** The password that the session was opened with is stored for this account only. */
const isOwn = async (scope: Scope, { id }: { id: string }): Promise<ErrorCode | null> => {
  const found = await findConnection(scope, id);
  return found?.account === scope.account && found.role === scope.role ? null : 'not-found';
};

/** Needs a confirmed identity: a stranger at an open browser must not have the password stored for good. */
export const connectAccount = defineVerb({
  name: 'connections.connect',
  input: connectionInput,
  needsInWorkspace: 'connections',
  ability: isOwn,
  needsIdentity: () => true,
  run: async ({ scope }) => connectOwn(getDb(), callerOf(scope)),
});

export const pauseConnection = defineVerb({
  name: 'connections.pause',
  input: connectionInput,
  needsInWorkspace: 'connections',
  ability: isOurs,
  whileInDoubt: true,
  run: async ({ scope, input: { id } }) => {
    if (!(await moveConnection(scope.workspaceId, id, { from: ['connected'], to: 'paused' })))
      throw new DeskError('conflict');
  },
});

export const resumeConnection = defineVerb({
  name: 'connections.resume',
  input: connectionInput,
  needsInWorkspace: 'connections',
  ability: isOurs,
  run: async ({ scope, input: { id } }) => {
    if (!(await moveConnection(scope.workspaceId, id, { from: ['paused'], to: 'connected' })))
      throw new DeskError('conflict');
  },
});

/** Deletes the sealed password. No process sends a call with it after a few seconds. */
export const removeConnection = defineVerb({
  name: 'connections.remove',
  input: connectionInput,
  needsInWorkspace: 'connections',
  ability: isOurs,
  whileInDoubt: true,
  needsApproval: async ({ id }, scope) => {
    const found = await findConnection(scope, id);
    return found && { subject: found.account, buildings: [], things: 1 };
  },
  run: async ({ scope, input: { id } }) => {
    await moveConnection(scope.workspaceId, id, { from: ['connected', 'parked', 'paused'], to: 'none' });
  },
});

/** The password is proven by a call to the cloud, and connects a parked or paused connection again. */
export const giveConnectionPassword = defineVerb({
  name: 'connections.new-password',
  input: newPasswordInput,
  needsInWorkspace: 'connections',
  ability: isOurs,
  whileInDoubt: true,
  run: async ({ scope, input }) => {
    const { account, role } = (await findConnection(scope, input.id)) ?? {};
    if (!account || !role) throw new DeskError('not-found');
    const password = new Secret(input.password);
    const network = await readNetwork();
    const proof = await provePassword({ account, role, password, network }, `password:${scope.sessionId}`);
    if (!proof.ok) throw new DeskError(proof.code);
    const { workspaceId, actor } = scope;
    await storeChannels(workspaceId, proof.list);
    await getDb()
      .transaction()
      .execute(async (trx) => {
        const credential = credentialOf(account, password);
        await acceptCredential(trx, credential);
        await forgetOldPasswords(trx, { account, credential });
        await noteKnownPassword(trx, scope, { account, role, credential });
        await connectOwn(trx, { workspaceId, account, role, actor, password });
      });
  },
});
