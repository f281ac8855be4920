import { mayInWorkspace, seesBuilding } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';

type Person = Pick<Scope, 'actor' | 'member' | 'viewsAs' | 'grants'>;
type Request = {
  actor: string;
  memberId: string | null;
  buildings: readonly string[];
  /** The browser that asked; null: not known. */
  device?: string | null;
};
type Decider = Person & { knowsVendorPassword: boolean; device?: string | null };

/** While an owner looks as another member, that member's requests are the own ones. */
export function isOwnRequest(
  { actor, member, viewsAs }: Omit<Person, 'grants'>,
  request: Omit<Request, 'buildings'>,
): boolean {
  const person = viewsAs ?? member;
  return person ? request.memberId === person.id : request.memberId === null && request.actor === actor;
}

/**
 * Who cannot see one of its buildings does not find the request. Members find their own requests, but a person who looks as one
 * may see less than that member, and then finds only requests about buildings that both see.
 */
export function seesRequest(who: Person, request: Request): boolean {
  const isOwn = isOwnRequest(who, request);
  if (isOwn && who.viewsAs === null) return true;
  const seesAll = request.buildings.every((name) => seesBuilding(who, name));
  return seesAll && (mayInWorkspace(who, 'approve') || (isOwn && request.buildings.length > 0));
}

/**
 * Only a member, so that two who share the vendor's password are not two; and not of their own request. A request of the
 * holder of the vendor's account may be that of any member who has used its password, or who uses the same browser.
 */
export function mayDecideRequest(who: Decider, request: Request): boolean {
  if (!who.member || isOwnRequest(who, request)) return false;
  const isSameBrowser = !!request.device && request.device === who.device;
  if (request.memberId === null && (who.knowsVendorPassword || isSameBrowser)) return false;
  return seesRequest(who, request) && mayInWorkspace(who, 'approve');
}
