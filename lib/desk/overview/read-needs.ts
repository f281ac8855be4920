import { type RawBuilder, sql } from 'kysely';
import { destinationsOf } from '@/lib/abilities/destinations';
import { refuseRegister } from '@/lib/abilities/registers';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { silentDoors } from '@/lib/archive/health/data';
import { mayInWorkspace, maySomewhere } from '@/lib/auth/grants';
import { relationsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { codesMadeElsewhere } from '@/lib/doorcodes/find-elsewhere';
import { countStillSharing } from '@/lib/registers/people/data';
import { visibleEntries } from '@/lib/registers/rooms';

/** Undefined: not for this account. Null: not known. `hidden`: while events are not shown. */
export type Needs = {
  sharing?: number;
  keysOut?: number;
  elsewhere?: number | null | 'hidden';
  silent?: number | 'hidden';
};

export async function readNeeds(scope: Scope): Promise<Needs> {
  const register = refuseRegister(scope) === null;
  const relations = relationsOf(scope.channels);
  const hasCodes = destinationsOf({ ...scope, relations }).includes('doorcodes');
  const hasEvents = maySomewhere(scope, 'events');
  const [sharing, keysOut, elsewhere, silent] = await Promise.all([
    register && maySomewhere(scope, 'people') ? countStillSharing(scope) : undefined,
    register ? countKeysOut(scope) : undefined,
    hasCodes && hasEvents ? countElsewhere(scope) : undefined,
    hasEvents ? countSilent(scope) : undefined,
  ]);
  return {
    ...(silent === undefined ? {} : { silent }),
    ...(sharing === undefined ? {} : { sharing }),
    ...(keysOut === undefined ? {} : { keysOut }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}

async function countSilent(scope: Scope): Promise<number | 'hidden'> {
  return hidesEvents(scope) ? 'hidden' : (await silentDoors(scope)).length;
}

async function countKeysOut(scope: Scope): Promise<number> {
  const { count } = await getDb()
    .selectFrom('handed_key')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(visibleEntries(scope, 'handed_key'))
    .where('state', '=', 'handed-out')
    .executeTakeFirstOrThrow();
  return count;
}

const keptMs = 60_000;
const mostKept = 500;
const kept = new Map<string, { until: number; count: Promise<number | null> }>();

/** A count reads every use of a doorcode, so it is kept for a minute: people come back to the overview often. */
async function countElsewhere(scope: Scope): Promise<number | null | 'hidden'> {
  if (hidesEvents(scope)) return 'hidden';
  // Two members of one workspace may see different buildings.
  const key = JSON.stringify([scope.workspaceId, scope.channelsReadAt, scope.grants, [...scope.todayStarts]]);
  const known = kept.get(key);
  if (known && known.until > databaseNow()) return known.count;
  const count = codesMadeElsewhere(scope, 1).then(({ total, doorsUnread }) =>
    total === 0 && doorsUnread > 0 ? null : total,
  );
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, { until: databaseNow() + keptMs, count });
  count.catch(() => kept.delete(key));
  return count;
}

export type FirstSteps = { doors?: boolean; people?: boolean; archive?: boolean };

/** What a new account has done so far. What is left out is not for this person. */
export async function readFirstSteps(scope: Scope): Promise<FirstSteps> {
  const { workspaceId } = scope;
  const connected = mayInWorkspace(scope, 'connections')
    ? { archive: await exists(sql`connection where workspace_id = ${workspaceId} and state <> 'none'`) }
    : {};
  if (refuseRegister(scope)) return connected;
  const doors = exists(sql`door_detail where workspace_id = ${workspaceId} and name <> ''`);
  const people = exists(sql`person where ${visibleEntries(scope, 'person')}`);
  const [hasDoors, hasPeople] = await Promise.all([doors, people]);
  return { doors: hasDoors, people: hasPeople, ...connected };
}

/** One table in each query: they may be on several nodes (docs/scaling.md). */
async function exists(rowsWhere: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql`select from ${rowsWhere} limit 1`.execute(getDb());
  return rows.length > 0;
}
