import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { isSameAccount } from '@/lib/changes/read-back';
import { getDb } from '@/lib/db/client';
import type { ReadingState } from '@/lib/db/tables/readings';
import type { ScopeChannel } from '@/lib/devices/channel';
import { pairOf } from '@/lib/devices/pair-key';
import { codeReadings } from '@/lib/readings/code-readings';
import { type Fact, factsFor } from '@/lib/readings/facts';
import { compareNames } from '@/lib/text/order-key';
import { type DoorFact, mergeDoors } from './facts';
import type { RoomRow } from './room-row';

type ChannelFacts = {
  gid: string;
  channel: number;
  master_state: ReadingState | null;
  master_read: string | null;
  master_code: string | null;
  master: string | null;
  shares_state: ReadingState | null;
  shares_read: string | null;
  shares_code: string | null;
  shares: string[] | null;
  codes_state: ReadingState | null;
  codes_read: string | null;
  codes_code: string | null;
  codes: number | null;
};

/** As `toISOString` writes it. Two thousand objects of class Date would take a tenth of the page's time. */
function isoOf(column: string) {
  return sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

export async function readRoomFacts(
  scope: Scope,
  buildings: readonly string[] = [],
): Promise<(flat: readonly ScopeChannel[]) => Pick<RoomRow, 'master' | 'shares' | 'codes'>> {
  const { rows } = await sql<ChannelFacts>`
    select c.gid, c.channel,
      m.state as master_state, ${isoOf('m.read_at')} as master_read, m.error_code as master_code, m.master,
      s.state as shares_state, ${isoOf('s.read_at')} as shares_read, s.error_code as shares_code, listed.shares,
      d.state as codes_state, ${isoOf('d.read_at')} as codes_read, d.error_code as codes_code, live.codes
    from room_channel c
      left join master_reading m using (workspace_id, gid, channel)
      left join share_reading s using (workspace_id, gid, channel)
      left join ${codeReadings(scope)} d using (workspace_id, gid, channel)
      left join (
        select gid, channel, json_agg(sub_master) as shares from share
        where workspace_id = ${scope.workspaceId} and gone_at is null group by gid, channel
      ) listed on listed.gid = c.gid and listed.channel = c.channel
      left join (
        select gid, channel, count(*) as codes from doorcode
        where workspace_id = ${scope.workspaceId} and gone_at is null and usable and not window_unreadable
          and (from_at is null or from_at <= now()) and (to_at is null or to_at > now())
        group by gid, channel
      ) live on live.gid = c.gid and live.channel = c.channel
    where c.workspace_id = ${scope.workspaceId} and c.present
      and (${buildings.length === 0} or c.building_name = any(${buildings}::text[]))`.execute(getDb());
  const byPair = new Map(rows.map((row) => [pairOf(row), row]));
  const factsAt = rightsInARow(scope);

  return (flat) => {
    const known = flat.flatMap((place) => {
      const row = byPair.get(pairOf(place));
      return row ? [{ row, facts: factsAt(place) }] : [];
    });
    const doors = <T>(fact: Fact, read: (row: ChannelFacts) => DoorFact<T>) =>
      known.flatMap(({ row, facts }) => (facts.includes(fact) ? [read(row)] : []));
    return {
      master: mergeDoors(
        doors('master', (row) => ({
          state: row.master_state,
          readAt: row.master_read,
          code: row.master_code,
          value: row.master,
        })),
        (known) => ({
          accounts: distinct(known.flatMap((account) => account ?? [])),
          vacant: known.includes(null),
        }),
      ),
      shares: mergeDoors(
        doors('shares', (row) => ({
          state: row.shares_state,
          readAt: row.shares_read,
          code: row.shares_code,
          value: row.shares ?? [],
        })),
        (known) => distinct(known.flat()),
      ),
      codes: mergeDoors(
        doors('doorcodes', (row) => ({
          state: row.codes_state,
          readAt: row.codes_read,
          code: row.codes_code,
          value: row.codes ?? 0,
        })),
        (known) => known.reduce((sum, count) => sum + count, 0),
      ),
    };
  };
}

/** Neighbours in a list mostly have the same rights, and there may be 10,000. */
function rightsInARow(scope: Scope): (place: ScopeChannel) => readonly Fact[] {
  let last: { place: ScopeChannel; facts: readonly Fact[] } | null = null;
  return (place) => {
    const isSame =
      last?.place.buildingName === place.buildingName &&
      last.place.relation === place.relation &&
      last.place.through === place.through;
    if (!last || !isSame) last = { place, facts: factsFor(scope, place) };
    return last.facts;
  };
}

function distinct(accounts: string[]): string[] {
  if (accounts.length < 2) return accounts;
  const kept: string[] = [];
  for (const account of accounts) if (!kept.some((one) => isSameAccount(one, account))) kept.push(account);
  return kept.sort(compareNames);
}
