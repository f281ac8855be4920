import type { VerbAudit } from '@/lib/abilities/run-audited';
import type { VerbPriority } from '@/lib/abilities/verb';
import { type MayThrough, namesAccounts, scopeFor } from '@/lib/auth/choose-caller';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { pairOf } from '@/lib/devices/pair-key';
import { errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { type Place, readPlaces } from '@/lib/places/data';
import type { ChannelRef } from '@/lib/readings/outcome';
import { auditOutcome, type ChangeOutcome, type DoorOutcome, isUnchanged, worstOutcome } from './outcome';
import { type Intent, sendOnce } from './send-once';

/** Part of what a verb's `run` is given. */
type DoorRun = {
  scope: Scope;
  input: { doors: readonly ChannelRef[]; requestKey: string; via?: string | null | undefined };
  audit: VerbAudit;
  priority: VerbPriority;
};

type DoorChange = {
  action: string;
  /** The account that the change is about: what tells two intents apart. */
  about: string;
  may: MayThrough;
  /** `through`: the scope through the connection that the change goes through. */
  send: (door: ChannelRef, through: Scope) => Promise<ChangeOutcome>;
  /** Reads only: whether the wished state holds. */
  look: (door: ChannelRef, through: Scope) => Promise<ChangeOutcome>;
};

/** For a verb's `through`. Each door has a connection; the first one's names the change. */
export function throughDoors(
  scope: Scope,
  { doors, via }: Pick<DoorRun['input'], 'doors' | 'via'>,
  may: MayThrough,
): Scope {
  const [first = scope] = doors.map((door) => scopeFor(scope, door, { may, chosen: via }));
  return first;
}

/** One change at each of the flat's doors, in parallel. If one throws, the outcomes of the other doors are kept. */
export async function changeAtDoors(
  { scope, input, audit, priority }: DoorRun,
  { action, about, may, send, look }: DoorChange,
): Promise<DoorOutcome[]> {
  const { workspaceId } = scope;
  const { doors } = input;
  const intent = intentOf(priority, { action, about, requestKey: input.requestKey });
  const outcomes = await Promise.all(
    doors.map(async ({ gid, channel }): Promise<DoorOutcome> => {
      const door = { gid, channel };
      const through = scopeFor(scope, door, { may, chosen: input.via });
      const named = namesAccounts(scope) ? { through: through.account } : {};
      const deed = { send: () => send(door, through), look: () => look(door, through) };
      try {
        const outcome = intent
          ? await sendOnce({ workspaceId, ...intent, ...door }, deed)
          : await send(door, through);
        return { gid, channel, outcome, ...named };
      } catch (error) {
        log.error({ err: error }, 'a change at a door failed');
        return { gid, channel, outcome: { state: 'unknown', code: errorCodeOf(error) }, ...named };
      }
    }),
  );
  const worst = worstOutcome(outcomes.map(({ outcome }) => outcome));
  audit.outcome(auditOutcome(worst));
  audit.note({ state: worst.state, code: worst.code ?? null });
  if (isUnchanged(outcomes.map(({ outcome }) => outcome))) audit.unchanged();
  if (doors.length > 1) {
    // Of a change that failed at one door, the others count (`countEnded`).
    audit.note({
      changed: outcomes.filter(({ outcome }) => outcome.state !== 'failed' && !outcome.already).length,
    });
    const words = await doorWords(scope);
    for (const { gid, channel, outcome } of outcomes) {
      const { account, role, connectionId } = scopeFor(scope, { gid, channel }, { may, chosen: input.via });
      await audit.record({
        account,
        role,
        connectionId,
        subject: words({ gid, channel }),
        outcome: auditOutcome(outcome),
        detail: { state: outcome.state, code: outcome.code ?? null },
      });
    }
  }
  return outcomes;
}

/** Null for a step of a job, which is claimed by its run. */
function intentOf(
  priority: VerbPriority,
  { about, ...intent }: Pick<Intent, 'requestKey' | 'action' | 'about'>,
) {
  // Accounts that differ only in case are one person's.
  return priority === 'person' ? { ...intent, about: about.trim().toLowerCase() } : null;
}

/** Changes of several flats are bulk changes: they have a preview, and need the password again to revoke something. */
export function isOneFlat(scope: Scope, doors: readonly ChannelRef[]): boolean {
  return new Set(doors.map((door) => channelOf(scope, door)?.roomKey)).size === 1;
}

/** `what`, and the rooms with their doors. A door outside the scope stays a number. */
export async function doorsSubject(
  scope: Scope,
  { doors, what = '' }: { doors: readonly ChannelRef[]; what?: string },
): Promise<string> {
  const places = await placesByPair(scope);
  const rooms = Map.groupBy(doors, (door) => channelOf(scope, door)?.roomKey ?? pairOf(door));
  const where = [...rooms.values()].map((alike) => {
    const [first] = alike;
    const room = first && channelOf(scope, first);
    if (!room) return alike.map(({ gid, channel }) => `${gid}/${channel}`).join(', ');
    const named = alike.map((door) => places.get(pairOf(door))?.doorHere ?? door.gid);
    return [room.buildingName, room.unitLabel, named.join(', ')].filter(Boolean).join(' · ');
  });
  return [what, where.join('; ')].filter(Boolean).join(' · ');
}

async function doorWords(scope: Scope): Promise<(door: ChannelRef) => string> {
  const places = await placesByPair(scope);
  return ({ gid, channel }) => {
    const place = places.get(pairOf({ gid, channel }));
    return place
      ? [place.buildingName, place.unitLabel, place.doorHere].filter(Boolean).join(' · ')
      : `${gid}/${channel}`;
  };
}

async function placesByPair(scope: Scope): Promise<ReadonlyMap<string, Place>> {
  return new Map((await readPlaces(scope)).map((place) => [pairOf(place), place]));
}
