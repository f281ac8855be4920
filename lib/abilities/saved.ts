import { mayInWorkspace } from '@/lib/auth/grants';
import type { StandingScope } from '@/lib/auth/scope';

/**
 * Views, scheduled exports and their files serve all who see them. So they are changed and removed only by the person who saved
 * them, and by who may change the settings. `memberId`: who saved it; null: the holder of the vendor's account.
 */
export function mayChangeSaved(
  who: Pick<StandingScope, 'grants' | 'member'>,
  memberId: string | null,
): boolean {
  return mayInWorkspace(who, 'settings') || (who.member !== null && who.member.id === memberId);
}
