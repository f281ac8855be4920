import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ReadingState } from '@/lib/db/tables/readings';
import { pairOf } from '@/lib/devices/pair-key';
import type { ErrorCode } from '@/lib/errors';
import type { Place } from '@/lib/places/data';
import { codeReadings } from './code-readings';
import type { ChannelRef } from './outcome';

export type ChannelReading = ChannelRef & {
  door: string;
  state: ReadingState | 'unread';
  code: ErrorCode | null;
  readAt: string | null;
};

export async function readReadings(
  scope: Scope,
  table: 'share_reading' | 'doorcode_reading',
  flat?: readonly ChannelRef[],
) {
  const source = table === 'doorcode_reading' ? codeReadings(scope) : sql`share_reading`;
  const { rows } = await sql<
    ChannelRef & { state: ReadingState; error_code: ErrorCode | null; read_at: Date | null }
  >`
    select gid, channel, state, error_code, read_at from ${source} as reading
    where workspace_id = ${scope.workspaceId}
      and state is not null and ${flat === undefined ? sql`true` : sql`gid = any(${gidsIn(flat)}::text[])`}`.execute(
    getDb(),
  );
  return new Map(rows.map((reading) => [pairOf(reading), reading]));
}

export type Readings = Awaited<ReturnType<typeof readReadings>>;

export function channelReading(place: Place, readings: Pick<Readings, 'get'>): ChannelReading {
  const { gid, channel, doorHere: door } = place;
  const reading = readings.get(pairOf(place));
  return {
    gid,
    channel,
    door,
    state: reading?.state ?? 'unread',
    code: reading?.error_code ?? null,
    readAt: reading?.read_at?.toISOString() ?? null,
  };
}

/** The reading that a person must know about: failed before unread before refused. */
export function worstReading(
  readings: readonly Pick<ChannelReading, 'state' | 'code'>[],
): Pick<ChannelReading, 'state' | 'code'> {
  const state = (['failed', 'unread', 'refused'] as const).find((one) =>
    readings.some((reading) => reading.state === one),
  );
  if (!state) return { state: 'ok', code: null };
  return { state, code: readings.find((reading) => reading.state === state)?.code ?? null };
}

/** Never empty, because SQL does not accept `in ()`. */
export function gidsIn(flat: readonly ChannelRef[] | undefined): string[] {
  const gids = [...new Set(flat?.map(({ gid }) => gid))];
  return gids.length > 0 ? gids : [''];
}
