import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { RetentionMode } from '@/lib/db/tables/retention';
import { cutoffOf, held, reached } from '../sync/store/retention-rule';

export type Rule = {
  mode: RetentionMode;
  days: number;
  actor: string;
  changedAt: string;
  running: boolean;
  affected: number;
  finishedAt: string | null;
  lastAffected: number | null;
  dueAt: string;
};

export type Hold = {
  id: string;
  everywhere: boolean;
  name: string;
  reason: string;
  from: string;
  to: string | null;
  actor: string;
};

export type Retention = { rule: Rule | null; holds: Hold[] };

export async function readRetention(scope: Scope, building: string): Promise<Retention> {
  const [rule, holds] = await Promise.all([
    getDb()
      .selectFrom('retention_rule')
      .selectAll()
      .where('workspace_id', '=', scope.workspaceId)
      .where('building_name', '=', building)
      .executeTakeFirst(),
    getDb()
      .selectFrom('retention_hold')
      .select(['id', 'building_name', 'name', 'reason', 'actor'])
      .select([
        sql<string>`to_char(from_day, 'YYYY-MM-DD')`.as('from'),
        sql<string | null>`to_char(to_day, 'YYYY-MM-DD')`.as('to'),
      ])
      .where('workspace_id', '=', scope.workspaceId)
      .where(({ or, eb }) => or([eb('building_name', 'is', null), eb('building_name', '=', building)]))
      .orderBy('from_day', 'desc')
      .orderBy('id')
      .execute(),
  ]);
  return {
    rule: rule
      ? {
          mode: rule.mode,
          days: rule.days,
          actor: rule.actor,
          changedAt: rule.changed_at.toISOString(),
          running: rule.cutoff !== null || rule.finished_at === null,
          affected: rule.affected,
          finishedAt: rule.finished_at?.toISOString() ?? null,
          lastAffected: rule.last_affected,
          dueAt: rule.due_at.toISOString(),
        }
      : null,
    holds: holds.map(({ building_name, ...hold }) => ({ ...hold, everywhere: building_name === null })),
  };
}

export type Preview = {
  count: number;
  /** Old enough, but kept by a hold. */
  held: number;
};

export async function previewRule(
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  rule: { building: string; mode: RetentionMode; days: number },
): Promise<Preview> {
  const reach = { ...rule, workspaceId, cutoff: cutoffOf(rule.days) };
  const { rows } = await sql<Preview>`
    select count(*) filter (where not kept) as count, count(*) filter (where kept) as held
    from (
      select ${held(reach)} as kept from event e
      where e.gid in (select distinct gid from event_stretch where workspace_id = ${workspaceId}) and ${reached(reach)}
    ) as old`.execute(getDb());
  return rows[0] ?? { count: 0, held: 0 };
}

/** `building` null: of all buildings. */
export async function findHold(
  { workspaceId }: Scope,
  id: string,
): Promise<{ building: string | null; name: string } | null> {
  const row = await getDb()
    .selectFrom('retention_hold')
    .select(['building_name as building', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}
