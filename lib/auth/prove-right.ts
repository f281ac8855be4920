import { getLookupDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { BuildingCapability } from '@/lib/db/tables/members';
import type { ScopeChannel } from '@/lib/devices/channel';
import { type Granted, mayIn, mayInWorkspace } from './grants';
import { type Member, personOf, personOfWork } from './read-person';
import { endOf, sessions } from './session';

/** Who makes a change, and where: part of a `Scope`. */
export type Actor = {
  readonly workspaceId: string;
  readonly connectionId: string;
  readonly sessionId: string;
  readonly member: Member | null;
  readonly isWork: boolean;
  readonly channels: readonly Pick<ScopeChannel, 'gid' | 'channel' | 'buildingName'>[];
};

type Place = { gid: string; channel: number };
export type Right = { at: Place; needs: BuildingCapability } | { needs: 'connections' };

/**
 * What the person may do by now. Null: the session has ended, or looks at another workspace. Asks once, through the pool for
 * lookups: the caller may hold a connection of the other one.
 */
export async function rightsNow({ workspaceId, sessionId, member, isWork }: Actor): Promise<Granted | null> {
  const db = getLookupDb();
  const memberId = member?.id ?? null;
  if (isWork) return personOfWork(workspaceId, memberId, db);
  const session = await sessions(db).where('session.id', '=', sessionId).executeTakeFirst();
  if (session?.workspaceId !== workspaceId || endOf(session, databaseDate()) !== null) return null;
  // A member's job can go through the session of a vendor sign-in that resumed it.
  if (session.memberId !== memberId) return personOfWork(workspaceId, memberId, db);
  return personOf({ ...session, viewsAs: null });
}

/** For what a verb proved earlier, when it is about to be done: the cloud may have taken long to answer in between. */
export async function hasRight(actor: Actor, right: Right): Promise<boolean> {
  const granted = await rightsNow(actor);
  if (!granted?.grants) return granted !== null;
  if (!('at' in right)) return mayInWorkspace(granted, right.needs);
  const { gid, channel } = right.at;
  const place = actor.channels.find((one) => one.gid === gid && one.channel === channel);
  return place !== undefined && mayIn(granted, place.buildingName, right.needs);
}
