import type { VerbAudit, VerbPriority } from '@/lib/abilities/verb';
import { channelOf, type Scope } from '@/lib/auth/scope';
import { pairOf } from '@/lib/devices/pair-key';
import { errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { readPlaces } from '@/lib/places/data';
import type { ChannelRef } from '@/lib/readings/outcome';
import { auditOutcome, type ChangeOutcome, type DoorOutcome, worstOutcome } from './outcome';
import { type Intent, sendOnce } from './send-once';

type DoorChange = {
  scope: Scope;
  doors: readonly ChannelRef[];
  audit: VerbAudit;
  /** Null for a step of a job, which is claimed by its run. */
  intent: Pick<Intent, 'requestKey' | 'action' | 'about'> | null;
  send: (door: ChannelRef) => Promise<ChangeOutcome>;
  /** Reads only: whether the wished state holds. */
  look: (door: ChannelRef) => Promise<ChangeOutcome>;
};

/** One change at each of the flat's doors, in parallel. If one throws, the outcomes of the other doors are kept. */
export async function changeAtDoors(change: DoorChange): Promise<DoorOutcome[]> {
  const { scope, doors, audit, intent, send, look } = change;
  const { workspaceId } = scope;
  const outcomes = await Promise.all(
    doors.map(async ({ gid, channel }): Promise<DoorOutcome> => {
      const door = { gid, channel };
      const deed = { send: () => send(door), look: () => look(door) };
      try {
        const outcome = intent ? await sendOnce({ workspaceId, ...intent, ...door }, deed) : await send(door);
        return { gid, channel, outcome };
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

export function intentOf(
  priority: VerbPriority,
  action: string,
  { requestKey, about }: { requestKey: string; about: string },
): DoorChange['intent'] {
  // Accounts that differ only in case are one person's.
  return priority === 'person' ? { requestKey, action, about: about.trim().toLowerCase() } : null;
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
