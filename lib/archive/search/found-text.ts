import { type SqlBool, sql } from 'kysely';
import { devicesOf, type StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { nameInBuilding } from '@/lib/devices/door-names';
import { readDoorNames } from '@/lib/devices/read-door-names';
import { foldText, likePattern } from '@/lib/text/fold-text';
import { findExactlyOrNearly, typoPatterns } from '@/lib/text/match-one-typo';
import { visible } from '../access/visible-events';

/** A name that occurs in more events than this is better looked for while walking back through time. */
const fewNames = 2_000;

/** Ids of names, or that there are too many to list. */
export type FoundNames = number[] | 'many';

/** What a filter's text stands for: names, and doors by their device numbers. Null: there is no text. */
export type FoundText = { names: FoundNames; doors: string[] } | null;

/** What a filter's text is found in, for its condition. A caller that needs it twice asks once. */
export async function findText(scope: StandingScope, { q }: { q: string }): Promise<FoundText> {
  return q === '' ? null : findTyped(scope, q);
}

/** Names and doors that contain the text; when there are none, those that are one typo away from it. */
async function findTyped(scope: StandingScope, text: string): Promise<FoundText> {
  const [names, doors] = await Promise.all([findNames(scope, [likePattern(text)]), findDoors(scope, text)]);
  if (names.length > 0) {
    return { names: names.length > fewNames ? 'many' : names, doors: doors.called };
  }
  if (doors.exact.length > 0) return { names: [], doors: doors.exact };
  const near = await findNames(scope, typoPatterns(text));
  return { names: near.slice(0, fewNames), doors: doors.near };
}

/**
 * `called`: doors with a word in their own name, or in a lock's alias, that begins with the text. When people or
 * codes match too, a door that matches only by its building or device number is left out: it would add all events of
 * the building.
 */
type FoundDoors = { exact: string[]; near: string[]; called: string[] };

async function findDoors(scope: StandingScope, text: string): Promise<FoundDoors> {
  const named = await readDoorNames(scope.workspaceId);
  const places = new Map(devicesOf(scope).map((device) => [device.gid, device.buildingName]));
  const doors = [...places.keys()].flatMap((gid) => {
    const door = named.get(gid);
    return door ? [{ ...door, gid }] : [];
  });
  const { exact, near } = findExactlyOrNearly(doors, text, ({ words }) => words);
  const called = exact.filter(({ gid, name, locks }) => {
    const own = nameInBuilding(name, places.get(gid) ?? '');
    return beginsWords(text, [own === gid ? '' : own, ...locks.map(({ alias }) => alias)]);
  });
  const gids = (some: readonly { gid: string }[]) => some.map(({ gid }) => gid);
  return { exact: gids(exact), near: gids(near), called: gids(called) };
}

const shortestWord = 3;
/** These scripts have no blanks between words, and words of one or two characters. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function beginsWords(typed: string, texts: readonly string[]): boolean {
  const folded = texts.map(foldText);
  const words = folded.flatMap((text) => text.split(/[^\p{L}\p{N}\p{M}]+/u));
  return foldText(typed)
    .split(/\s+/)
    .every((one) =>
      unspaced.test(one)
        ? folded.some((text) => text.includes(one))
        : one.length >= shortestWord && words.some((word) => word.startsWith(one)),
    );
}

/** Names that match: looked up first, because the planner cannot know how many events a substring means. */
async function findNames(scope: StandingScope, patterns: string[]): Promise<number[]> {
  if (patterns.length === 0) return [];
  const found = await getDb()
    .selectFrom('event_who')
    .select('id')
    .where('workspace_id', '=', scope.workspaceId)
    .where(sql<SqlBool>`folded like any(${patterns}::text[])`)
    // A name that occurs only in events that are not shown must not change what the text is taken for.
    .$if(scope.role !== 'manager', (query) =>
      query.where(
        sql<SqlBool>`exists (select from event where event.who_id = event_who.id and ${visible(scope)})`,
      ),
    )
    .limit(fewNames + 1)
    .execute();
  return found.map(({ id }) => id);
}
