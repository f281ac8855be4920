import { refuseEvents } from '@/lib/abilities/archive';
import { cutTo } from '@/lib/auth/cut-lists';
import { maySomewhere } from '@/lib/auth/grants';
import { lossOf } from '@/lib/auth/read-person';
import type { StandingScope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';

/** Scheduled files hold events of earlier days, so who sees only today's in a building has none of that building. */
export function cutToFiles<S extends StandingScope>(scope: S): S {
  return cutTo(cutTo(scope, 'export'), 'events');
}

/**
 * Why a scheduled file is not made: the filter names a door or room that this account no longer has, or the person who
 * ordered it may not export it any more. Then `stops` is what the schedule says from now on.
 */
export function refuseRun(
  scope: StandingScope,
  query: Parameters<typeof refuseEvents>[1],
): { code: ErrorCode; stops: ErrorCode | null } | null {
  const loss = lossOf(scope);
  if (loss) return { code: loss, stops: loss };
  const exporter = cutToFiles(scope);
  const code = maySomewhere(exporter, 'export') ? refuseEvents(exporter, query) : 'not-allowed';
  return code ? { code, stops: scope.member ? 'not-allowed' : null } : null;
}
