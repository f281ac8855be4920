import type { Insertable } from 'kysely';
import type { Scope } from '../auth/scope';
import { getDb } from '../db/client';
import type { DoorcodeTable } from '../db/tables/readings';
import { doorcodeDigest, sealDoorcode } from '../db/vault/doorcode-secret';
import { keepDoorcodes } from '../readings/mutations';
import type { ChannelRef } from '../readings/outcome';

type Kept = Insertable<DoorcodeTable>;
type At = { workspace_id: string; gid: string; channel: number };

let made = 10_000_000;

/** Keeps a doorcode of its own digits, sealed, as if a list of the cloud had brought it just now. Returns its id. */
export async function keepCode(
  at: At,
  {
    digits = String(made++),
    pictureUrl = '',
    ...columns
  }: Partial<Kept> & { digits?: string; pictureUrl?: string } = {},
): Promise<string> {
  const place = { workspace_id: at.workspace_id, gid: at.gid, channel: at.channel };
  const connection_id = await ownConnection(at.workspace_id);
  const { id } = await getDb()
    .insertInto('doorcode')
    .values({
      ...place,
      ...sealDigits(place, digits, pictureUrl),
      name: '',
      valid_type: 3,
      from_wall: null,
      to_wall: null,
      from_at: null,
      to_at: null,
      lock_ids: '[]',
      usable: true,
      first_seen_at: new Date(),
      seen_at: new Date(),
      gone_at: null,
      connection_id,
      ...columns,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

let asked = 5_000;

/** Keeps a doorcode by way of a list that holds only this one. It opens from one day to another. Returns its id. */
export async function keepListedCode(
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  { name, days: [from, to], at }: { name: string; days: [string, string]; at: ChannelRef },
): Promise<string> {
  const listed = {
    ...{ name, validType: 3, digits: String(made++), pictureUrl: '', lockIds: ['A01'], usable: true },
    ...{ from: { date: from, time: '00:00:00' }, to: { date: to, time: '23:00:00' } },
  };
  const { gid, channel } = at;
  await keepDoorcodes(workspaceId, [
    {
      ...{ gid, channel, asked: ++asked, askedAt: new Date(), state: 'ok', skipped: 1, value: [listed] },
      connectionId: await ownConnection(workspaceId),
    },
  ]);
  const { id } = await getDb()
    .selectFrom('doorcode')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .orderBy('seen', 'desc')
    .executeTakeFirstOrThrow();
  return id;
}

async function ownConnection(workspaceId: string): Promise<string | null> {
  const own = await getDb()
    .selectFrom('connection')
    .innerJoin('workspace', (join) =>
      join
        .onRef('workspace.id', '=', 'connection.workspace_id')
        .onRef('workspace.account', '=', 'connection.account')
        .onRef('workspace.role', '=', 'connection.role'),
    )
    .select('connection.id')
    .where('workspace.id', '=', workspaceId)
    .executeTakeFirst();
  return own?.id ?? null;
}

function sealDigits({ workspace_id: workspaceId, gid, channel }: At, digits: string, pictureUrl: string) {
  const digest = doorcodeDigest(workspaceId, digits);
  return { digest, sealed: sealDoorcode({ workspaceId, gid, channel, digest }, { digits, pictureUrl }) };
}
