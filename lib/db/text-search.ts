import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { likePattern } from '../text/fold-text';
import { typoPatterns } from '../text/match-one-typo';

type Has = (patterns: string[], nearly: boolean) => RawBuilder<SqlBool>;

/**
 * The condition that a row holds what was typed; one typo is forgiven where no row of the list holds it exactly. Null:
 * nothing was typed. `has` compares a row's folded columns with LIKE patterns, and `exists` says whether any row that the
 * person may see, under no other filter, is such a one: it is asked with a table of the same name inside.
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
