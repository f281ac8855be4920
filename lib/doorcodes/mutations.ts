import { accountMayDoorcode } from '@/lib/abilities/doorcodes';
import type { VerbPriority } from '@/lib/abilities/verb';
import { scopeFor } from '@/lib/auth/choose-caller';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { callerOf, type Scope } from '@/lib/auth/scope';
import { type Look, lookBack, makeChange } from '@/lib/changes/make-change';
import type { ChangeOutcome } from '@/lib/changes/outcome';
import { lookAt } from '@/lib/changes/read-back';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { doorcodeDigests, openDoorcode } from '@/lib/db/vault/doorcode-secret';
import { storableText } from '@/lib/devices/storable-text';
import type { VendorDoorcode, WallTime } from '@/lib/doordeer/words';
import { markRevoked } from '@/lib/readings/mark-done';
import { readDoorcodes } from '@/lib/readings/refresh-room';

type KnownCode = {
  id: string;
  gid: string;
  channel: number;
  digest: Buffer;
  sealed: Buffer | null;
  from_wall: string | null;
  to_wall: string | null;
  usable: boolean;
  from_at: Date | null;
  to_at: Date | null;
  window_unreadable: boolean;
  gone_at: Date | null;
  /** Whose list it is in; null: not known, so the own account's. */
  connection_id: string | null;
};

/** 10009. "No such doorcode" is not a failure, because the code opens nothing any more. */
export async function revokeDoorcode(
  everything: Scope,
  doorcodeId: string,
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  const code = await findCode(everything, doorcodeId);
  if (!code) return { state: 'failed', code: 'not-found' };
  const scope = scopeOfCode(everything, code);
  if (code.gone_at) return { state: 'verified', already: true, readAt: code.gone_at };
  const digits = await findDigits(scope, code, priority);
  // It was listed without digits, and is not listed any more.
  if (digits === null) return lookBack(() => lookNow(scope, code, priority));
  const twins = await twinsOf(scope, code, digits);
  // 10009 takes only digits, so it would end the code that has these digits now.
  if (isOver(code) && twins.some((twin) => !isOver(twin))) return { state: 'failed', code: 'conflict' };
  const outcome = await makeChange({
    send: () =>
      getDoordeer().call(
        'revokeDoorcode',
        { account: scope.account, password: callerOf(scope).password, digits },
        { priority, by: scope, at: code },
      ),
    look: () => lookNow(scope, code, priority),
    markDone: (since) => markRevoked(scope.workspaceId, code.id, since),
    alreadyReasons: ['no-such-doorcode'],
  });
  // Only the cloud knows which of several codes it removed, so all are read again.
  await Promise.all(twins.map((twin) => readDoorcodes(scope, twin, { priority })));
  return outcome;
}

/** After an interruption: whether the doorcode is gone. Reads only. */
export async function lookForRevoked(
  scope: Scope,
  doorcodeId: string,
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  const code = await findCode(scope, doorcodeId);
  if (!code) return { state: 'failed', code: 'not-found' };
  return lookBack(() => lookNow(scopeOfCode(scope, code), code, priority));
}

/** A verb's `through`: the connection of the code's own account. The cloud lets no other one revoke it. */
export async function throughCode(scope: Scope, doorcodeId: string): Promise<Scope> {
  const code = await findCode(scope, doorcodeId);
  return code ? scopeOfCode(scope, code) : scope;
}

function scopeOfCode(
  scope: Scope,
  { connection_id, ...at }: Pick<KnownCode, 'gid' | 'channel' | 'connection_id'>,
): Scope {
  return scopeFor(scope, at, { may: accountMayDoorcode, chosen: connection_id ?? scope.connectionId });
}

const known = [
  'id',
  'gid',
  'channel',
  'digest',
  'sealed',
  'from_wall',
  'to_wall',
  'usable',
  'from_at',
  'to_at',
  'window_unreadable',
  'gone_at',
  'connection_id',
] as const;

function findCode(scope: Scope, doorcodeId: string): Promise<KnownCode | undefined> {
  return getDb()
    .selectFrom('doorcode')
    .select(known)
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', doorcodeId)
    .executeTakeFirst();
}

/** Other listed codes of this account with the same digits: at another room, or here with another window. */
function twinsOf(scope: Scope, code: KnownCode, digits: string): Promise<KnownCode[]> {
  return getDb()
    .selectFrom('doorcode')
    .select(known)
    .where('workspace_id', '=', scope.workspaceId)
    .where('digest', 'in', doorcodeDigests(scope.workspaceId, digits))
    .where('id', '<>', code.id)
    .where('connection_id', 'is not distinct from', code.connection_id)
    .where('gone_at', 'is', null)
    .limit(20)
    .execute();
}

/** If a window cannot be read or has no length, only the cloud can say that it is over. */
function isOver({ usable, from_at, to_at, window_unreadable }: KnownCode): boolean {
  if (!usable) return true;
  if (window_unreadable || to_at === null || from_at?.getTime() === to_at.getTime()) return false;
  return to_at.getTime() <= databaseNow();
}

/** Gone: not listed, or no longer usable. Compares the window too, because an expired code may have the same digits. */
async function lookNow(scope: Scope, code: KnownCode, priority: VerbPriority): Promise<Look> {
  const reading = await readDoorcodes(scope, code, { priority });
  return lookAt(
    reading,
    (codes) => !codes.some((listed) => isSame(scope, listed, code) && (listed.usable || !code.usable)),
  );
}

/** The digits of a code that ended long ago are not stored. The cloud's list still has them. */
async function findDigits(scope: Scope, code: KnownCode, priority: VerbPriority): Promise<string | null> {
  const secret = openDoorcode({ ...code, workspaceId: scope.workspaceId }, code.sealed);
  if (secret) return secret.digits;
  const reading = await readDoorcodes(scope, code, { priority });
  if (reading.state !== 'ok') return null;
  return reading.value.find((listed) => isSame(scope, listed, code))?.digits ?? null;
}

function isSame(scope: Scope, listed: VendorDoorcode, code: KnownCode): boolean {
  return (
    wallText(listed.from) === code.from_wall &&
    wallText(listed.to) === code.to_wall &&
    doorcodeDigests(scope.workspaceId, storableText(listed.digits)).some((one) => one.equals(code.digest))
  );
}

function wallText(wall: WallTime | null): string | null {
  return wall && `${wall.date} ${wall.time}`;
}
