import { type SqlBool, sql } from 'kysely';
import { mayEverywhere } from '@/lib/auth/grants';
import { devicesOf } from '@/lib/auth/own-channels';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { nameInBuilding } from '@/lib/devices/door-names';
import { readDoorNames } from '@/lib/devices/read-door-names';
import { foldText, likePattern } from '@/lib/text/fold-text';
import { findExactlyOrNearly, typoPatterns } from '@/lib/text/match-one-typo';
import { seesWholeDoors, visible } from '../access/visible-events';

/** With more names than this, scanning back through time is faster. */
const fewNames = 2_000;

export type FoundNames = number[] | 'many';

/** What a filter's text matches: names, and doors by gid. Null if there is no text. */
export type FoundText = { names: FoundNames; doors: string[] } | null;

export async function findText(scope: StandingScope, { q }: { q: string }): Promise<FoundText> {
  return q === '' ? null : findTyped(scope, q);
}

async function findTyped(scope: StandingScope, text: string): Promise<FoundText> {
  const [names, doors] = await Promise.all([findNames(scope, [likePattern(text)]), findDoors(scope, text)]);
  if (names.length > 0) {
    return { names: names.length > fewNames ? 'many' : names, doors: doors.called };
  }
  if (doors.exact.length > 0) return { names: [], doors: doors.exact };
  const near = await findNames(scope, typoPatterns(text));
  return { names: near.slice(0, fewNames), doors: doors.near };
}

/** `called`: doors whose own name or lock matches. If people match too, a building's name must not add all its events. */
type FoundDoors = { exact: string[]; near: string[]; called: string[] };

async function findDoors(scope: StandingScope, text: string): Promise<FoundDoors> {
  const named = await readDoorNames(scope.workspaceId);
  const places = new Map(devicesOf(scope).map((device) => [device.gid, device.buildingName]));
  const doors = [...places.keys()].flatMap((gid) => {
    const door = named.get(gid);
    if (!door) return [];
    // Rooms of a building that this person does not see may have locks of their own.
    const aliases = scope.sharedGids.has(gid) ? [] : door.locks.map(({ alias }) => alias);
    return [{ ...door, gid, aliases, words: [...door.words, ...aliases].filter(Boolean) }];
  });
  const { exact, near } = findExactlyOrNearly(doors, text, ({ words }) => words);
  const called = exact.filter(({ gid, name, aliases }) => {
    const own = nameInBuilding(name, places.get(gid) ?? '');
    return beginsWords(text, [own === gid ? '' : own, ...aliases]);
  });
  const gids = (some: readonly { gid: string }[]) => some.map(({ gid }) => gid);
  return { exact: gids(exact), near: gids(near), called: gids(called) };
}

const shortestWord = 3;
/** Scripts without blanks between words; their words may have one or two characters. */
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

/** Looked up first, because the planner cannot estimate how many events a substring matches. */
async function findNames(scope: StandingScope, patterns: string[]): Promise<number[]> {
  if (patterns.length === 0) return [];
  const found = await getDb()
    .selectFrom('event_who')
    .select('id')
    .where('workspace_id', '=', scope.workspaceId)
    .where(sql<SqlBool>`folded like any(${patterns}::text[])`)
    // A name that occurs only in hidden events must not change what is found.
    .$if(!seesWholeDoors(scope) || !mayEverywhere(scope, 'events'), (query) =>
      query.where(
        sql<SqlBool>`exists (select from event where event.who_id = event_who.id and ${visible(scope)})`,
      ),
    )
    .limit(fewNames + 1)
    .execute();
  return found.map(({ id }) => id);
}
