import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { mayChangeSaved } from '@/lib/abilities/saved';
import { hasHolder } from '@/lib/archive/feed/find-holders';
import { describeAddress } from '@/lib/archive/search/filter-address';
import { buildingsWhere, isWithin } from '@/lib/auth/limit-buildings';
import type { Scope, StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { ExportState, FileDoors } from '@/lib/db/tables/exports';
import type { BuildingCapability } from '@/lib/db/tables/members';
import type { ErrorCode } from '@/lib/errors';
import { type ChoiceCounts, matchCells } from '@/lib/table/match-choices';
import { likePattern } from '@/lib/text/fold-text';
import type { FilesQuery } from './schema';

/** A file of a download or a schedule. Plain JSON, sent to the browser unchanged. */
export type FileRow = {
  id: string;
  name: string;
  /** Name of its schedule; null: requested in the browser, or the schedule was deleted. */
  schedule: string | null;
  state: ExportState;
  code: ErrorCode | null;
  /** The filter as in the address of the events page. It may hold only a clock or an order, and so filter nothing. */
  query: string;
  filtered: boolean;
  actor: string;
  rows: number | null;
  bytes: number | null;
  sha256: string | null;
  doors: FileDoors | null;
  kept: boolean;
  startedAt: string;
  /** This person may delete it. */
  mayChange: boolean;
};

const orders = { at: 'started_at', count: 'rows', size: 'bytes' } as const;

export async function listFiles(
  scope: StandingScope,
  query: FilesQuery,
): Promise<{ rows: FileRow[]; total: number; counts: ChoiceCounts<'state' | 'format'> }> {
  const [rows, cells] = await Promise.all([
    matchingFiles(scope, query)
      .select([
        'id',
        'schedule',
        'state',
        'code',
        'query',
        'actor',
        'rows',
        'bytes',
        'sha256',
        'kept',
        'doors',
        'member_id as memberId',
      ])
      .select(['name', 'started_at', sql<boolean>`filter <> '{}'`.as('filtered')])
      .orderBy(orders[query.sort], (order) =>
        query.dir === 'asc' ? order.asc().nullsFirst() : order.desc().nullsLast(),
      )
      .orderBy('started_at', 'desc')
      .orderBy('id')
      .offset(query.offset)
      .limit(query.limit)
      .execute(),
    matchingFiles(scope, { ...query, state: [], format: [] })
      .select(({ fn }) => ['state', 'format', fn.countAll<number>().as('count')])
      .groupBy(['state', 'format'])
      .execute(),
  ]);
  const matched = matchCells(cells, {
    state: { chosen: query.state, of: ({ state }) => [state] },
    format: { chosen: query.format, of: ({ format }) => [format] },
  });
  return {
    rows: rows.map(({ started_at, memberId, ...row }) => ({
      ...row,
      startedAt: started_at.toISOString(),
      mayChange: mayChangeSaved(scope, memberId),
    })),
    ...matched,
  };
}

type Seer = Pick<StandingScope, 'grants'>;

/** Who sees only today's events downloads those, and finds no kept file: a file of today is one of an earlier day tomorrow. */
const mayFiles = (may: (capability: BuildingCapability) => boolean) => may('export') && may('events');

export function isSeenFile({ grants }: Seer): RawBuilder<SqlBool> {
  return isWithin('export_file.buildings', buildingsWhere({ grants }, mayFiles));
}

export function isSeenSchedule({ grants }: Seer): RawBuilder<SqlBool> {
  return isWithin('export_schedule.buildings', buildingsWhere({ grants }, mayFiles));
}

function matchingFiles(scope: StandingScope, { q, state, format }: FilesQuery) {
  let files = getDb()
    .selectFrom('export_file')
    .leftJoin('export_schedule', (join) =>
      join
        .onRef('export_schedule.workspace_id', '=', 'export_file.workspace_id')
        .onRef('export_schedule.id', '=', 'export_file.schedule_id'),
    )
    .selectAll('export_file')
    .select(['export_schedule.name as schedule', 'export_schedule.folded as schedule_folded'])
    .where('export_file.workspace_id', '=', scope.workspaceId)
    .where(isSeenFile(scope));
  if (state.length > 0) files = files.where('export_file.state', 'in', state);
  if (format.length > 0) files = files.where('export_file.format', 'in', format);
  const named = getDb().selectFrom(files.as('file'));
  if (q === '') return named;
  return named.where(({ eb, or }) =>
    or(
      (['folded', 'schedule_folded', 'sha256'] as const).map((column) => eb(column, 'like', likePattern(q))),
    ),
  );
}

export async function listSchedules(scope: StandingScope) {
  const isRead = hasHolder(scope.workspaceId);
  const schedules = await getDb()
    .selectFrom('export_schedule')
    .select([
      'id',
      'name',
      'query',
      'covers',
      'format',
      'locale',
      'every',
      'weekday',
      'month_day as monthDay',
      'hour',
      'zone',
    ])
    .select(['keep_files as keepFiles', 'paused', 'next_due as nextDue', 'view_id as viewId'])
    .select(['stop_code as stopCode', 'actor', 'member_id as memberId'])
    .select(
      sql<'running' | 'done' | 'cancelled' | 'failed' | null>`(select state from export_file
        where export_file.workspace_id = export_schedule.workspace_id and schedule_id = export_schedule.id
        order by due_at desc limit 1)`.as('lastState'),
    )
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenSchedule(scope))
    .orderBy('created_at')
    .execute();
  const waits = !(await isRead);
  const now = databaseDate();
  return schedules.map(({ memberId, ...schedule }) => ({
    ...schedule,
    /** For a sign-in or a connection: `later` when it comes due. */
    waits: waits ? (schedule.nextDue <= now ? ('now' as const) : ('later' as const)) : null,
    mayChange: mayChangeSaved(scope, memberId),
    filtered: Object.keys(describeAddress(schedule.query)).length > 0,
  }));
}
export type ListedSchedule = Awaited<ReturnType<typeof listSchedules>>[number];

/** Null: this account has no such file. */
export async function findManifest(scope: Scope, id: string): Promise<{ name: string; text: string } | null> {
  const found = await getDb()
    .selectFrom('export_file')
    .select(['name', 'manifest'])
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenFile(scope))
    .where('id', '=', id)
    .executeTakeFirst();
  return found?.manifest ? { name: found.name, text: found.manifest } : null;
}

/** A stored file of this account, in chunks; null: there is none, or it was deleted. */
export async function findKeptFile(scope: Scope, id: string) {
  const found = await getDb()
    .selectFrom('export_file')
    .select(['id', 'name', 'format', 'bytes'])
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenFile(scope))
    .where('id', '=', id)
    .where('kept', '=', true)
    .executeTakeFirst();
  return found ? { ...found, chunks: chunksOf(found.id) } : null;
}

async function* chunksOf(id: string): AsyncGenerator<Uint8Array, void> {
  for (let position = 0; ; position++) {
    const chunk = await getDb()
      .selectFrom('export_chunk')
      .select('bytes')
      .where('export_id', '=', id)
      .where('position', '=', position)
      .executeTakeFirst();
    if (!chunk) return;
    yield chunk.bytes;
  }
}
