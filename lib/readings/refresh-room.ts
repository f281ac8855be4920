import { accountMayDoorcode } from '@/lib/abilities/doorcodes';
import { accountMayMaster } from '@/lib/abilities/masters';
import { accountMayShare } from '@/lib/abilities/shares';
import { scopeFor, scopesFor } from '@/lib/auth/choose-caller';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { callerOf, type Scope } from '@/lib/auth/scope';
import type { Priority } from '@/lib/doordeer/client/fair-queue';
import { VendorError } from '@/lib/doordeer/errors';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { DeskError } from '@/lib/errors';
import { allDoorcodes } from './doorcode-pages';
import { type Fact, type Task, tasksAt } from './facts';
import { staleFactsOf } from './find-stale';
import { keepDoorcodes, keepMasters, keepShares } from './mutations';
import { ask, type ChannelRef, type Outcome } from './outcome';

export type AskOptions = { priority?: Priority; signal?: AbortSignal };

/** 10013. Stores nothing. */
export function askMaster(
  scope: Scope,
  channel: ChannelRef,
  options: AskOptions = {},
): Promise<Outcome<string | null>> {
  return askInTurn(scopesFor(scope, channel, accountMayMaster), (through) =>
    ask(at(through, channel), async () => {
      const { master } = await getDoordeer().call('getMaster', about(through, channel), {
        ...options,
        via: through,
      });
      return { value: master };
    }),
  );
}

/** 10011. Stores nothing. */
export function askShares(
  scope: Scope,
  channel: ChannelRef,
  options: AskOptions = {},
): Promise<Outcome<string[]>> {
  return askInTurn(
    scopesFor(scope, channel, (account) => accountMayShare(account, 'see')),
    (through) =>
      ask(at(through, channel), async () => {
        const { shares, skipped } = await getDoordeer().call('listShares', about(through, channel), {
          ...options,
          via: through,
        });
        // An entry that names another door says nothing about this one (docs/vendor.md, reading 13).
        const here = shares.filter(({ gid }) => gid === null || gid === channel.gid);
        if (here.length === 0 && shares.length > 0) throw notThisList('listShares');
        return { value: here.map(({ account }) => account), skipped: skipped + shares.length - here.length };
      }),
  );
}

/** The connection that sees more comes first. If the cloud does not tell it, the next one is asked. */
async function askInTurn<T>(
  scopes: readonly Scope[],
  question: (through: Scope) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let outcome: Outcome<T> | null = null;
  for (const through of scopes) {
    outcome = await question(through);
    if (outcome.state !== 'refused') break;
  }
  if (!outcome) throw new DeskError('no-connection');
  return outcome;
}

/** 10015, page by page, as this connection's account sees it. Stores nothing. */
export function askDoorcodes(
  scope: Scope,
  { connectionId, ...channel }: ChannelRef & { connectionId?: string | null },
  options: AskOptions = {},
): Promise<Outcome<VendorDoorcode[]>> {
  const through = scopeFor(scope, channel, { may: accountMayDoorcode, chosen: connectionId });
  return ask(at(through, channel), async () => {
    let skipped = 0;
    const askPage = async (start: number, count: number) => {
      const page = await getDoordeer().call(
        'listDoorcodes',
        { ...about(through, channel), start, count },
        { ...options, via: through },
      );
      skipped += page.skipped;
      const partly = page.doorcodes.filter((code) => code.windowUnreadable).length;
      return { codes: page.doorcodes, length: page.doorcodes.length + page.skipped - partly };
    };
    const codes = await allDoorcodes(
      askPage,
      options.priority === undefined || options.priority === 'person',
      through.account,
    );
    if (codes) return { value: codes, skipped };
    // If a list does not end, its beginning must not count as the whole: other codes would seem revoked.
    throw notThisList('listDoorcodes');
  });
}

function notThisList(call: string): VendorError {
  return new VendorError({ kind: 'schema', call, retryable: false, outcome: 'rejected' });
}

export async function readMaster(scope: Scope, channel: ChannelRef, options?: AskOptions) {
  const outcome = await askMaster(scope, channel, options);
  await keepMasters(scope.workspaceId, [outcome]);
  return outcome;
}

export async function readShares(scope: Scope, channel: ChannelRef, options?: AskOptions) {
  const outcome = await askShares(scope, channel, options);
  await keepShares(scope.workspaceId, [outcome]);
  return outcome;
}

export async function readDoorcodes(scope: Scope, channel: ChannelRef, options?: AskOptions) {
  const outcome = await askDoorcodes(scope, channel, options);
  await keepDoorcodes(scope.workspaceId, [outcome]);
  return outcome;
}

/** All facts of one flat that this account may know, at all its doors at once. */
export async function refreshRoom(scope: Scope, roomKey: string, options?: AskOptions): Promise<void> {
  const tasks = scope.channels
    .filter((channel) => channel.roomKey === roomKey)
    .flatMap((channel) => tasksAt(scope, channel));
  const every = <T>(fact: Fact, question: (scope: Scope, task: Task, options?: AskOptions) => Promise<T>) =>
    Promise.all(tasks.filter((task) => task.fact === fact).map((task) => question(scope, task, options)));
  const [masters, shares, doorcodes] = await Promise.all([
    every('master', askMaster),
    every('shares', askShares),
    every('doorcodes', askDoorcodes),
  ]);
  await Promise.all([
    keepMasters(scope.workspaceId, masters),
    keepShares(scope.workspaceId, shares),
    keepDoorcodes(scope.workspaceId, doorcodes),
  ]);
}

/** Facts read this recently are not read again when a page is opened again. */
const freshSeconds = 10;

/** Returns whether it read. `anyway`: a person asked for it. */
export async function refreshRoomWhenStale(
  scope: Scope,
  roomKey: string,
  { anyway, ...options }: AskOptions & { anyway?: boolean } = {},
): Promise<boolean> {
  const channels = scope.channels.filter((channel) => channel.roomKey === roomKey);
  if (!anyway) {
    const age = { ok: freshSeconds, failed: freshSeconds, refused: freshSeconds };
    if ((await staleFactsOf(scope, channels, age)).length === 0) return false;
  }
  // Nothing is asked, so what is known stays as it is.
  if (scope.callers.length === 0) throw new DeskError('no-connection');
  const isListed = channels.some((channel) => scopesFor(scope, channel, () => true).length > 0);
  if (channels.length > 0 && !isListed) throw new DeskError('connection-stopped');
  await refreshRoom(scope, roomKey, options);
  return true;
}

function at({ connectionId }: Scope, { gid, channel }: ChannelRef) {
  return { gid, channel, connectionId };
}

function about(scope: Scope, { gid, channel }: ChannelRef) {
  const { account, password } = callerOf(scope);
  return { account, password, gid, channel };
}
