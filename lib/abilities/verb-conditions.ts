import { findObstacle } from '@/lib/auth/find-obstacle';
import { mayInWorkspace, maySomewhere } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import type { BuildingCapability, WorkspaceCapability } from '@/lib/db/tables/members';
import type { ErrorCode } from '@/lib/errors';

/** What must hold before a verb looks at its input. */
export type VerbConditions = {
  /** The scope of `ability` and `run` is cut to the buildings where the person has this capability. */
  needs?: BuildingCapability;
  /** For the workspace as a whole. A vendor sign-in has all. */
  needsInWorkspace?: WorkspaceCapability;
  /** Also done while an owner looks at the desk as a member: only to end that. */
  whileViewing?: true;
  /**
   * Also done while a refusal of the password is being checked. `true`: takes something back or ends it. `member`: needs no
   * cloud, so only a person who signed in with that password waits: it may have been changed to shut them out.
   */
  whileInDoubt?: true | 'member';
  /**
   * Waits for a fresh device list, and is refused without one. Set it for every change of who may open a door. `when-sent`:
   * without a connection it is only kept, and the list counts when it is sent.
   */
  freshList?: true | 'when-sent';
};

export function unmetCondition(
  { whileInDoubt, whileViewing, freshList, needs, needsInWorkspace }: VerbConditions,
  scope: Scope,
): ErrorCode | null {
  if (scope.viewsAs && !whileViewing) return 'viewing-as';
  if (needsInWorkspace && !mayInWorkspace(scope, needsInWorkspace)) return 'not-allowed';
  if (needs && !maySomewhere(scope, needs)) return 'not-allowed';
  const goesOn = whileInDoubt === 'member' ? scope.member !== null : whileInDoubt;
  if (scope.inDoubt && !goesOn) return 'cloud-in-doubt';
  const obstacle = freshList ? findObstacle(scope) : null;
  return obstacle === 'no-connection' && freshList === 'when-sent' ? null : obstacle;
}
