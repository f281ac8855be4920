import { mayInWorkspace } from '@/lib/auth/grants';
import type { ErrorCode } from '@/lib/errors';
import type { Who } from './who';

/** Roles whose workspaces have members. A tenant's desk is for one person and their room. */
export const rolesWithMembers = ['manager', 'landlord'] as const;

export function mayMembers(who: Who): boolean {
  return rolesWithMembers.some((role) => role === who.role) && mayInWorkspace(who, 'members');
}

export function refuseMembers(who: Who): ErrorCode | null {
  return mayMembers(who) ? null : 'not-allowed';
}
