import { type ConnectionRef, findListHindrance } from '@/lib/devices/data';
import type { CallOptions, DoordeerClient } from '@/lib/doordeer/client/client';
import type { CallInput, CallName, CallOutput } from '@/lib/doordeer/contract/calls';
import { refusesPassword, VendorError } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { noteGoodCall } from './connection';
import { credentialOf } from './credential';
import { admitCredential, doubtCredential } from './doubt';

const changes = [
  'createDoorcode',
  'assignMaster',
  'changeMaster',
  'addShare',
  'removeShare',
  'revokeDoorcode',
] as const satisfies CallName[];
type Change = (typeof changes)[number];
const isChange = (name: CallName) => changes.some((change) => change === name);

/** `via`: the connection that the call goes through, in the workspace that makes it. A change needs its list. */
type ChangeOptions = CallOptions & { via: ConnectionRef };

export type GuardedClient = Omit<DoordeerClient, 'call'> & {
  call: {
    <Name extends Change>(
      name: Name,
      input: CallInput<Name>,
      options: ChangeOptions,
    ): Promise<CallOutput<Name>>;
    <Name extends Exclude<CallName, Change>>(
      name: Name,
      input: CallInput<Name>,
      options?: Partial<ChangeOptions>,
    ): Promise<CallOutput<Name>>;
  };
};

type Signed = { account: string; password: Secret; role?: Role };

/**
 * The same client, guarded: no call leaves with a password in doubt, and a documented refusal puts the password in
 * doubt. No change leaves while the device list is in doubt or outdated. All calls of sessions, jobs and background
 * reading pass here.
 */
export function guardCredentials(client: DoordeerClient): GuardedClient {
  async function guarded<T>(
    name: CallName,
    input: object,
    { via, ...options }: Partial<ChangeOptions>,
    send: (options: CallOptions) => Promise<T>,
  ): Promise<T> {
    if (!isSigned(input)) return send(options);
    const credential = credentialOf(input.account, input.password);
    try {
      const answer = await send({ ...options, admit: () => admit(name, via, credential) });
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

  const own: Pick<GuardedClient, 'call'> = {
    call: <Name extends CallName>(name: Name, input: CallInput<Name>, options: Partial<ChangeOptions> = {}) =>
      guarded(name, input, options, (admitted) => client.call(name, input, admitted)),
  };
  return Object.assign(Object.create(client) as DoordeerClient, own);
}

async function admit(name: CallName, via: ConnectionRef | undefined, credential: Buffer): Promise<void> {
  await admitCredential(credential, { call: name, via });
  if (!isChange(name)) return;
  // Without the list of a connection nothing is known of what it may change.
  const reason = via ? await findListHindrance(via) : 'list-outdated';
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
