import { mayDoorcode } from '@/lib/abilities/doorcodes';
import type { Scope } from '@/lib/auth/scope';
import { databaseNow } from '@/lib/db/clock';
import { pairOf } from '@/lib/devices/pair-key';
import { wallToInstant } from '@/lib/devices/time-zone';
import { DeskError } from '@/lib/errors';
import type { Plan, PlannedStep } from '@/lib/jobs/plan';
import type { RetryPlan } from '@/lib/jobs/schema';
import { readPlaces } from '@/lib/places/data';
import { retryable } from './start-retry';

/** What a retry of these requests for doorcodes would do. Their period stays as it was asked for. */
export async function planRetry(scope: Scope, input: RetryPlan): Promise<Plan> {
  const [again, places] = await Promise.all([retryable(scope, input), readPlaces(scope)]);
  const doorcode = again?.job.params.doorcode;
  if (!again || !doorcode) throw new DeskError('not-found');
  const placeOf = new Map(places.map((place) => [pairOf(place), place]));
  const { from, to } = doorcode;
  const [date = '', time = ''] = to.split('T');
  const steps = again.targets.map((target): PlannedStep => {
    const place = placeOf.get(pairOf(target));
    if (!place) return { target, verdict: 'blocked', code: 'not-found' };
    const end = wallToInstant(place.zone, { date, time: `${time}:00` });
    const expired = end !== null && end.instant.getTime() <= databaseNow();
    const asked = { digits: null, fromWall: from, toWall: to, zone: place.zone.name, expired };
    return mayDoorcode(scope, place, 'issue')
      ? { target, doorcode: asked, verdict: 'change' }
      : { target, doorcode: asked, verdict: 'blocked', code: 'not-allowed' };
  });
  return { kind: again.job.kind, params: again.job.params, steps };
}
