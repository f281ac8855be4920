import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { likePattern } from '../text/fold-text';
import { typoPatterns } from '../text/match-one-typo';

type Has = (patterns: string[], nearly: boolean) => RawBuilder<SqlBool>;

/**
 * The condition that a row matches the typed text; null if nothing was typed. One typo is accepted if no row matches
 * exactly. `has` compares a row's folded columns with LIKE patterns. `exists` finds out whether any row that the user may
 * see matches, without other filters.
 */
export function holdsText(
  typed: string,
  has: Has,
  exists: (has: RawBuilder<SqlBool>) => RawBuilder<SqlBool>,
): RawBuilder<SqlBool> | null {
  if (typed === '') return null;
  const exactly = has([likePattern(typed)], false);
  const patterns = typoPatterns(typed);
  if (patterns.length === 0) return exactly;
  return sql<SqlBool>`(${exactly} or (not ${exists(exactly)} and ${has(patterns, true)}))`;
}
