import { type SqlBool, sql } from 'kysely';
import { gidsOf, type StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { likePattern } from '@/lib/text/fold';
import { findExactlyOrNearly, typoPatterns } from '@/lib/text/one-typo';

/** A name that occurs in more events than this is better looked for while walking back through time. */
const fewNames = 2_000;

/** What a filter's text stands for: names by their ids, more than can be listed, doors, or null for no text. */
export type FoundText = number[] | 'many' | { doors: string[] } | null;

/** The names that a filter's text is found in, for its condition; whoever needs them twice asks once. */
export async function findText(scope: StandingScope, { q }: { q: string }): Promise<FoundText> {
  return q === '' ? null : findTyped(scope, q);
}

/** Names that hold the text, else doors that do; where neither does, the same with one typo. */
async function findTyped(scope: StandingScope, text: string): Promise<FoundText> {
  const names = await findNames(scope, [likePattern(text)]);
  if (names.length > 0) return names.length > fewNames ? 'many' : names;
  const { exact, near } = await findDoors(scope, text);
  if (exact.length > 0) return { doors: exact };
  const nearNames = await findNames(scope, typoPatterns(text));
  if (nearNames.length > 0) return nearNames.slice(0, fewNames);
  return near.length > 0 ? { doors: near } : [];
}

async function findDoors(scope: StandingScope, text: string): Promise<{ exact: string[]; near: string[] }> {
  const doors = await getDb()
    .selectFrom('door')
    .leftJoin('door_detail', (join) =>
      join
        .onRef('door_detail.workspace_id', '=', 'door.workspace_id')
        .onRef('door_detail.gid', '=', 'door.gid'),
    )
    .select(['door.gid', 'door.default_name', 'door.locks', 'door_detail.name'])
    .where('door.workspace_id', '=', scope.workspaceId)
    .where('door.gid', 'in', [...gidsOf(scope), ''])
    .execute();
  const wordsOf = ({ gid, default_name, locks, name }: (typeof doors)[number]) => [
    name ?? '',
    default_name,
    gid,
    ...locks.map(({ alias }) => alias),
  ];
  const { exact, near } = findExactlyOrNearly(doors, text, wordsOf);
  return { exact: exact.map(({ gid }) => gid), near: near.map(({ gid }) => gid) };
}

/** Names that match: looked up first, because the planner cannot know how many events a substring means. */
async function findNames(scope: StandingScope, patterns: string[]): Promise<number[]> {
  if (patterns.length === 0) return [];
  const found = await getDb()
    .selectFrom('event_who')
    .select('id')
    .where('workspace_id', '=', scope.workspaceId)
    .where(sql<SqlBool>`folded like any(${patterns}::text[])`)
    .limit(fewNames + 1)
    .execute();
  return found.map(({ id }) => id);
}
