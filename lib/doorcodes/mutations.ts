import type { Scope } from '@/lib/auth/scope';
import { getDoordeer } from '@/lib/cloud';
import { getDb } from '@/lib/db/client';
import type { WallTime } from '@/lib/doordeer/words';
import { type Look, lookBack, makeChange } from '@/lib/jobs/change';
import { lookAt } from '@/lib/jobs/look';
import type { ChangeOutcome } from '@/lib/jobs/outcome';
import { readDoorcodes } from '@/lib/readings/refresh';

export type Priority = 'person' | 'background';

type KnownCode = {
  gid: string;
  channel: number;
  digits: string;
  from_wall: string | null;
  to_wall: string | null;
  usable: boolean;
  gone_at: Date | null;
};

/** Revokes one doorcode (10009). "No such doorcode" is no failure: it opens nothing any more. */
export async function revokeDoorcode(
  scope: Scope,
  doorcodeId: string,
  priority: Priority = 'person',
): Promise<ChangeOutcome> {
  const code = await findCode(scope, doorcodeId);
  if (!code) return { state: 'failed', code: 'not-found' };
  if (code.gone_at) return { state: 'verified', already: true, readAt: code.gone_at };
  return makeChange({
    send: () =>
      getDoordeer().call(
        'revokeDoorcode',
        { account: scope.account, password: scope.password, digits: code.digits },
        { priority },
      ),
    look: () => lookNow(scope, code, priority),
    alreadyReasons: ['no-such-doorcode'],
  });
}

/** After an interruption: is the doorcode gone? Reads only. */
export async function lookForRevoked(
  scope: Scope,
  doorcodeId: string,
  priority: Priority = 'person',
): Promise<ChangeOutcome> {
  const code = await findCode(scope, doorcodeId);
  if (!code) return { state: 'failed', code: 'not-found' };
  return lookBack(() => lookNow(scope, code, priority));
}

/** The stored code, by its workspace: an id from a browser is none of a stranger's. */
function findCode(scope: Scope, doorcodeId: string): Promise<KnownCode | undefined> {
  return getDb()
    .selectFrom('doorcode')
    .select(['gid', 'channel', 'digits', 'from_wall', 'to_wall', 'usable', 'gone_at'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', doorcodeId)
    .executeTakeFirst();
}

/**
 * Gone is: not listed, or listed as not usable though it was usable. The window is compared too, because a cloud that
 * hands digits out again may still list the code of the same digits that ran out before.
 */
async function lookNow(scope: Scope, code: KnownCode, priority: Priority): Promise<Look> {
  const reading = await readDoorcodes(scope, code, { priority });
  return lookAt(
    reading,
    (codes) =>
      !codes.some(
        (listed) =>
          listed.digits === code.digits &&
          wallText(listed.from) === code.from_wall &&
          wallText(listed.to) === code.to_wall &&
          (listed.usable || !code.usable),
      ),
  );
}

function wallText(wall: WallTime | null): string | null {
  return wall && `${wall.date} ${wall.time}`;
}
