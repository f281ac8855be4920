import { sql } from 'kysely';
import { mayDoorcode } from '@/lib/abilities/doorcodes';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { openDoorcode } from '@/lib/db/vault/doorcode-secret';
import { pairOf } from '@/lib/devices/pair-key';
import { mapPaced } from '@/lib/doordeer/run-paced';
import type { StepDoorcode } from './plan';

/**
 * By id, revoked ones too. Digits only where this account may see doorcodes. In a query of its own, because doorcodes may be on
 * other nodes than jobs (docs/scaling.md).
 */
export async function readStepDoorcodes(
  scope: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Omit<StepDoorcode, 'zone'>>> {
  if (ids.length === 0) return new Map();
  const { workspaceId } = scope;
  const rows = await getDb()
    .selectFrom('doorcode')
    .select(['id', 'gid', 'channel', 'digest', 'sealed', 'from_wall', 'to_wall'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  const seen = new Set(scope.channels.filter((channel) => mayDoorcode(scope, channel, 'show')).map(pairOf));
  const codes = await mapPaced(rows, (row): [string, Omit<StepDoorcode, 'zone'>] => {
    const secret = seen.has(pairOf(row)) ? openDoorcode({ ...row, workspaceId }, row.sealed) : null;
    return [row.id, { digits: secret?.digits ?? null, fromWall: row.from_wall, toWall: row.to_wall }];
  });
  return new Map(codes);
}
