import { cache } from 'react';
import type { Scope, StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { type Gaps, gapsOfFlats, type Known } from '@/lib/readings/gaps';
import { eventDoorsOf, hidesEvents } from '../access/visible-events';

export const readDoorReadings = cache(
  async (
    scope: StandingScope & Partial<Pick<Scope, 'listIsFresh' | 'callers'>>,
  ): Promise<Map<string, Known>> => {
    const gids = eventDoorsOf(scope);
    const doors = await getDb()
      .selectFrom('event_door')
      .select(['gid', 'read_at', 'error_code'])
      .where('workspace_id', '=', scope.workspaceId)
      .execute();
    const known = new Map(doors.map((door) => [door.gid, door]));
    return new Map(
      gids.map((gid) => {
        const door = known.get(gid);
        const failed = door?.error_code ?? null;
        const code = hidesEvents(scope) ?? failed;
        const readAt = door?.read_at?.toISOString() ?? null;
        return [gid, { state: code ? 'failed' : readAt ? 'ok' : 'unread', code, readAt }];
      }),
    );
  },
);

/** Why each door could not be read at the last attempt. */
export async function readDoorErrors(
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  gids: readonly string[],
): Promise<[gid: string, code: ErrorCode | null][]> {
  const doors = await getDb()
    .selectFrom('event_door')
    .select(['gid', 'error_code'])
    .where('workspace_id', '=', workspaceId)
    .where('gid', 'in', gids)
    .orderBy('gid')
    .execute();
  return doors.map(({ gid, error_code }) => [gid, error_code]);
}

export function doorGaps(readings: ReadonlyMap<string, Known>, gids?: readonly string[]): Gaps {
  const wanted = gids ?? [...readings.keys()];
  return gapsOfFlats(wanted.flatMap((gid) => (readings.has(gid) ? [[readings.get(gid) as Known]] : [])));
}
