import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';

type Who = Pick<StandingScope, 'workspaceId' | 'account' | 'channels'>;

const doorcodeEvent = 2;

/**
 * Does a row of `event` name the account's own people? The account itself; the master and the sub-masters that the cloud
 * tells for the room of the event; a doorcode that the account made at this door, within its window. A former sub-master
 * counts for the time in which Doordesk saw the share; a former master does not, since nothing tells until when they
 * were one.
 */
export function namesOwnPeople({ workspaceId, account, channels }: Who): RawBuilder<SqlBool> {
  const [gids, numbers] = [channels.map(({ gid }) => gid), channels.map(({ channel }) => channel)];
  return sql<SqlBool>`(coalesce((event.gid, event.channel, event.who_id) in (
      select own.gid, own.channel, who.id from event_who as who join (
        select gid, channel, ${account}::text as account
          from unnest(${gids}::text[], ${numbers}::bigint[]) as room (gid, channel)
        union all select gid, channel, master from master_reading
          where workspace_id = ${workspaceId} and master is not null and read_at is not null
        union all select gid, channel, sub_master from share
          where workspace_id = ${workspaceId} and gone_at is null
      ) as own on lower(own.account) = lower(who.account)
      where who.workspace_id = ${workspaceId}), false)
    or exists (
      select from event_who as who join share on share.workspace_id = who.workspace_id
        and lower(share.sub_master) = lower(who.account)
      where who.workspace_id = ${workspaceId} and who.id = event.who_id and share.gid = event.gid
        and share.channel = event.channel and event.at between share.first_seen_at and share.gone_at)
    or event.type = ${doorcodeEvent} and exists (
      select from event_who as who join doorcode as code on code.workspace_id = who.workspace_id
        and code.name = who.code_name
      where who.workspace_id = ${workspaceId} and who.id = event.who_id and who.account is null
        and btrim(code.name) <> '' and code.gid = event.gid and event.at >= code.from_at
        and event.at <= least(code.to_at, code.gone_at)))`;
}
