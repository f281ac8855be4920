import type { BuildingCapability } from '@/lib/db/tables/members';
import { type ConnectionRef, findListHindrance } from '@/lib/devices/data';
import type { CallOptions, DoordeerClient } from '@/lib/doordeer/client/client';
import type { CallInput, CallName, CallOutput } from '@/lib/doordeer/contract/calls';
import { refusesPassword, VendorError } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { noteGoodCall } from './connection';
import { credentialOf } from './credential';
import { admitCredential, doubtCredential } from './doubt';
import { type Actor, hasRight } from './prove-right';

/** Changes at a door, and what a person needs to make them there. */
const changes = {
  createDoorcode: 'doorcodes',
  revokeDoorcode: 'doorcodes',
  assignMaster: 'masters',
  changeMaster: 'masters',
  addShare: 'masters',
  removeShare: 'masters',
} as const satisfies Partial<Record<CallName, BuildingCapability>>;
type Change = keyof typeof changes;
const isChange = (name: CallName): name is Change => name in changes;

/** Changes of the account itself. */
type AccountChange = 'uploadPicture' | 'updatePushPhones';

/** `via`: the connection that the call goes through, in the workspace that makes it. */
type ReadOptions = CallOptions & { via?: ConnectionRef };
/** `by`: who makes the change, and through which connection. A change at a door needs its list. */
type ChangeOptions = CallOptions & { by: Actor; at: { gid: string; channel: number } };
type AccountChangeOptions = CallOptions & { by: Actor };

export type GuardedClient = Omit<DoordeerClient, 'call'> & {
  call: {
    <Name extends Change>(
      name: Name,
      input: CallInput<Name>,
      options: ChangeOptions,
    ): Promise<CallOutput<Name>>;
    <Name extends AccountChange>(
      name: Name,
      input: CallInput<Name>,
      options: AccountChangeOptions,
    ): Promise<CallOutput<Name>>;
    <Name extends Exclude<CallName, Change | AccountChange>>(
      name: Name,
      input: CallInput<Name>,
      options?: ReadOptions,
    ): Promise<CallOutput<Name>>;
  };
};

type Signed = { account: string; password: Secret; role?: Role };

/**
 * The same client, guarded: no call leaves with a password in doubt, and a documented refusal puts the password in
 * doubt. No change leaves while the device list is in doubt or outdated, or when the person has lost the right to it. All
 * calls of sessions, jobs and background reading pass here.
 */
export function guardCredentials(client: DoordeerClient): GuardedClient {
  async function guarded<T>(
    name: CallName,
    input: object,
    { by, at, via = by, ...options }: ReadOptions & Partial<ChangeOptions>,
    send: (options: CallOptions) => Promise<T>,
  ): Promise<T> {
    if (!isSigned(input)) return send(options);
    const credential = credentialOf(input.account, input.password);
    try {
      const answer = await send({
        ...options,
        admit: () => admit(name, { via, by, at, credential, role: input.role ?? null }),
      });
      if (via) await noteGoodCall(via, credential);
      return answer;
    } catch (error) {
      if (refusesPassword(error)) {
        const role = name === 'listChannels' ? (input.role ?? null) : null;
        await doubtCredential(credential, { role, via });
      }
      throw error;
    }
  }

  const own: Pick<GuardedClient, 'call'> = {
    call: <Name extends CallName>(
      name: Name,
      input: CallInput<Name>,
      options: ReadOptions & Partial<ChangeOptions> = {},
    ) => guarded(name, input, options, (admitted) => client.call(name, input, admitted)),
  };
  return Object.assign(Object.create(client) as DoordeerClient, own);
}

async function admit(
  name: CallName,
  {
    via,
    by,
    at,
    credential,
    role,
  }: Partial<ReadOptions & ChangeOptions> & { credential: Buffer; role: Role | null },
): Promise<void> {
  const isOfMember = by !== undefined && by.member !== null;
  await admitCredential(credential, { call: name, via, role, isOfMember });
  // Without the list of a connection nothing is known of what it may change.
  const hindrance = isChange(name) ? (via ? await findListHindrance(via) : 'list-outdated') : null;
  const reason = hindrance ?? (by && !(await mayStill(name, by, at)) ? 'right-lost' : null);
  if (!reason) return;
  throw new VendorError({
    kind: 'transport',
    call: name,
    reason,
    retryable: false,
    outcome: 'rejected',
  });
}

async function mayStill(name: CallName, by: Actor, at: ChangeOptions['at'] | undefined): Promise<boolean> {
  if (!isChange(name)) return hasRight(by, { needs: 'connections' });
  return at !== undefined && hasRight(by, { at, needs: changes[name] });
}

function isSigned(input: object): input is Signed {
  return 'account' in input && 'password' in input;
}
