import type { ScopeChannel, Via } from '@/lib/devices/channel';
import { pairOf } from '@/lib/devices/pair-key';
import type { Role } from '@/lib/doordeer/words';
import { DeskError } from '@/lib/errors';
import type { Caller } from './read-callers';
import type { Scope } from './scope';

/** Whether an account of this role, in this relation to a room, may do something. */
export type MayThrough = (via: Pick<Via, 'role' | 'relation'>) => boolean;

/** By the list of channels, because a workspace of 10,000 rooms is read room by room. */
const indexes = new WeakMap<readonly ScopeChannel[], ReadonlyMap<string, ScopeChannel>>();

function findChannel(
  { channels, cameras }: Pick<Scope, 'channels' | 'cameras'>,
  at: Pair,
): ScopeChannel | undefined {
  let index = indexes.get(channels);
  if (!index) {
    index = new Map([...channels, ...cameras].map((channel) => [pairOf(channel), channel]));
    indexes.set(channels, index);
  }
  return index.get(pairOf(at));
}

type Pair = { gid: string; channel: number };

/** The connections through which something may be done here, the leading one first, those in doubt last. */
export function callersAt(scope: Scope, at: Pair, may: MayThrough): Caller[] {
  const channel = findChannel(scope, at);
  if (!channel) return [];
  const { connectionId, account, role } = scope;
  const vias = channel.through ?? [{ connectionId, account, role, relation: channel.relation }];
  const callers = vias.flatMap((via) => {
    const caller = may(via) && scope.callers.find((one) => one.connectionId === via.connectionId);
    return caller ? [caller] : [];
  });
  return callers.sort((one, other) => Number(one.inDoubt) - Number(other.inDoubt));
}

/**
 * The scope through the connection that a call goes through: `chosen`, else the first that may and is not in doubt. Throws
 * DeskError `no-connection` if none is connected, or `connection-stopped` if others are.
 */
export function scopeFor(
  scope: Scope,
  at: Pair,
  { may, chosen = null }: { may: MayThrough; chosen?: string | null | undefined },
): Scope {
  if (!scope.isMerged && (chosen === null || chosen === scope.connectionId)) return scope;
  const callers = callersAt(scope, at, may);
  const caller = chosen === null ? callers[0] : callers.find(({ connectionId }) => connectionId === chosen);
  if (!caller) throw new DeskError(scope.callers.length > 0 ? 'connection-stopped' : 'no-connection');
  return scopeThrough(scope, caller);
}

/** A connection that a person may choose for a change. */
export type Choice = { connectionId: string; account: string; role: Role };

export type ThroughOptions = {
  /** Those that may make the change at all of its places, the one that is taken by rule first. Empty: there is no choice. */
  choices: Choice[];
  /** The accounts that it goes through without a choice, because different ones come first at its places, or there is only one. */
  byRule: string[];
  /** Those of them whose password is being checked, so that nothing goes through them now. */
  inDoubt?: string[];
};

/**
 * Changes name the account that they go through, unless its holder is signed in and the workspace has no other. Nor is one named
 * while there is none to go through.
 */
export function namesAccounts({ isMerged, member, callers }: Scope): boolean {
  return isMerged || (member !== null && callers.length > 0);
}

/** The connections that a change at these places may go through. */
export function optionsAt(scope: Scope, places: readonly Pair[], may: MayThrough): ThroughOptions {
  if (!scope.isMerged)
    return { choices: [], byRule: namesAccounts(scope) ? scope.callers.map(({ account }) => account) : [] };
  const atEach = places.map((place) => callersAt(scope, place, may));
  const [first = [], ...others] = atEach;
  const shared = first.filter(({ connectionId }) =>
    others.every((callers) => callers.some((caller) => caller.connectionId === connectionId)),
  );
  const leading = atEach.flatMap(([caller]) => caller ?? []);
  const inDoubt = [...shared, ...leading].flatMap((caller) => (caller.inDoubt ? [caller.account] : []));
  return {
    choices: shared.map(({ connectionId, account, role }) => ({ connectionId, account, role })),
    byRule: [...new Set(leading.map(({ account }) => account))],
    ...(inDoubt.length > 0 ? { inDoubt: [...new Set(inDoubt)] } : {}),
  };
}

/** As `scopeFor`, through each connection that may. */
export function scopesFor(scope: Scope, at: Pair, may: MayThrough): Scope[] {
  if (!scope.isMerged) return [scope];
  return callersAt(scope, at, may).map((caller) => scopeThrough(scope, caller));
}

type Seen = Pick<Scope, 'channels' | 'cameras'>;

/** By the list of channels: a workspace of 10,000 rooms is read room by room. */
const seen = new WeakMap<readonly ScopeChannel[], Map<string, Seen>>();

/** What this connection lists, as its account sees it: calls, readings and events then know of no other account. */
export function scopeThrough(
  scope: Scope,
  { connectionId, account, role, password, ...state }: Caller,
): Scope {
  const isOnly = scope.callers.length === 1 && scope.connectionId === connectionId && !scope.isMerged;
  if (isOnly) return scope;
  const caller = { connectionId, account, role, password, ...state };
  return {
    ...scope,
    ...seenThrough(scope, connectionId),
    ...state,
    connectionId,
    account,
    role,
    password,
    callers: [caller],
    isMerged: false,
  };
}

function seenThrough(scope: Scope, connectionId: string): Seen {
  const known = seen.get(scope.channels) ?? new Map<string, Seen>();
  seen.set(scope.channels, known);
  const own = known.get(connectionId);
  if (own) return own;
  const cut = (channels: readonly ScopeChannel[]) =>
    channels.flatMap(({ through, ...channel }) => {
      if (!through) return scope.connectionId === connectionId ? [channel] : [];
      const via = through.find((one) => one.connectionId === connectionId);
      return via ? [{ ...channel, relation: via.relation }] : [];
    });
  const made = { channels: cut(scope.channels), cameras: cut(scope.cameras) };
  known.set(connectionId, made);
  return made;
}
