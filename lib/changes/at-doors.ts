import type { VerbAudit } from '@/lib/abilities/verb';
import { channelOf, type Scope } from '@/lib/auth/scope';
import { pairOf } from '@/lib/devices/pair-key';
import { errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { readPlaces } from '@/lib/places/data';
import type { ChannelRef } from '@/lib/readings/outcome';
import { auditOutcome, type ChangeOutcome, type DoorOutcome, worstOutcome } from './outcome';

/** One change at each of the flat's doors, in parallel. If one throws, the outcomes of the other doors are kept. */
export async function changeAtDoors(
  { scope, doors, audit }: { scope: Scope; doors: readonly ChannelRef[]; audit: VerbAudit },
  change: (door: ChannelRef) => Promise<ChangeOutcome>,
): Promise<DoorOutcome[]> {
  const outcomes = await Promise.all(
    doors.map(async ({ gid, channel }): Promise<DoorOutcome> => {
      try {
        return { gid, channel, outcome: await change({ gid, channel }) };
      } catch (error) {
        log.error({ err: error }, 'a change at a door failed');
        return { gid, channel, outcome: { state: 'unknown', code: errorCodeOf(error) } };
      }
    }),
  );
  const worst = worstOutcome(outcomes.map(({ outcome }) => outcome));
  audit.outcome(auditOutcome(worst));
  audit.note({ state: worst.state, code: worst.code ?? null });
  if (doors.length > 1) {
    const words = await doorWords(scope);
    for (const { gid, channel, outcome } of outcomes) {
      await audit.record({
        subject: words({ gid, channel }),
        outcome: auditOutcome(outcome),
        detail: { state: outcome.state, code: outcome.code ?? null },
      });
    }
  }
  return outcomes;
}

/** Changes of several flats are bulk changes: they have a preview, and need the password again to revoke something. */
export function isOneFlat(scope: Scope, doors: readonly ChannelRef[]): boolean {
  return new Set(doors.map((door) => channelOf(scope, door)?.roomKey)).size === 1;
}

export function doorsSubject(doors: readonly ChannelRef[], what = ''): string {
  const where = doors.map(({ gid, channel }) => `${gid}/${channel}`).join(', ');
  return what ? `${what} · ${where}` : where;
}

async function doorWords(scope: Scope): Promise<(door: ChannelRef) => string> {
  const places = new Map((await readPlaces(scope)).map((place) => [pairOf(place), place]));
  return ({ gid, channel }) => {
    const place = places.get(pairOf({ gid, channel }));
    return place
      ? [place.buildingName, place.unitLabel, place.doorHere].filter(Boolean).join(' · ')
      : `${gid}/${channel}`;
  };
}
