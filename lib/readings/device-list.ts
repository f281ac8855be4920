import type { Scope } from '@/lib/auth/scope';
import { databaseNow } from '@/lib/db/clock';
import { staleAfterMs } from '@/lib/devices/list-age';
import type { ErrorCode } from '@/lib/errors';

export type ListTrouble = { readAt: string; code: ErrorCode | null };

/** Null if the list is reliable: not old, and the last try did not fail. */
export function listTroubleOf({
  channelsReadAt,
  listErrorCode,
}: Pick<Scope, 'channelsReadAt' | 'listErrorCode'>): ListTrouble | null {
  const code = listErrorCode;
  const isStale = databaseNow() - channelsReadAt.getTime() > staleAfterMs;
  return code === null && !isStale ? null : { readAt: channelsReadAt.toISOString(), code };
}
