import { findListHindrance } from '@/lib/devices/data';
import type { CallOptions, DoordeerClient } from '@/lib/doordeer/client/client';
import type { CallInput, CallName } from '@/lib/doordeer/contract/calls';
import { refusesPassword, VendorError } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { noteGoodCall } from './connection';
import { credentialOf } from './credential';
import { admitCredential, doubtCredential } from './doubt';

type Signed = { account: string; password: Secret; role?: Role };

/**
 * The same client, guarded: no call leaves with a password in doubt, and a documented refusal puts the password in
 * doubt. No change leaves while the device list is in doubt or outdated. All calls of sessions, jobs and background
 * reading pass here.
 */
export function guardCredentials(client: DoordeerClient): DoordeerClient {
  async function guarded<T>(
    name: CallName,
    input: object,
    options: CallOptions,
    send: (options: CallOptions) => Promise<T>,
  ): Promise<T> {
    if (!isSigned(input)) return send(options);
    const credential = credentialOf(input.account, input.password);
    try {
      const answer = await send({ ...options, admit: () => admit(name, input.account, credential) });
      await noteGoodCall(credential);
      return answer;
    } catch (error) {
      if (refusesPassword(error)) {
        const role = name === 'listChannels' ? (input.role ?? null) : null;
        await doubtCredential(credential, { role });
      }
      throw error;
    }
  }

  const own: Pick<DoordeerClient, 'call'> = {
    call: <Name extends CallName>(name: Name, input: CallInput<Name>, options: CallOptions = {}) =>
      guarded(name, input, options, (admitted) => client.call(name, input, admitted)),
  };
  return Object.assign(Object.create(client) as DoordeerClient, own);
}

const changes: ReadonlySet<CallName> = new Set([
  'createDoorcode',
  'assignMaster',
  'changeMaster',
  'addShare',
  'removeShare',
  'revokeDoorcode',
]);

async function admit(name: CallName, account: string, credential: Buffer): Promise<void> {
  await admitCredential(credential, name);
  const reason = changes.has(name) ? await findListHindrance(account) : null;
  if (!reason) return;
  throw new VendorError({
    kind: 'transport',
    call: name,
    reason,
    retryable: false,
    outcome: 'rejected',
  });
}

function isSigned(input: object): input is Signed {
  return 'account' in input && 'password' in input;
}
