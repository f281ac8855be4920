import type { ApprovalRow } from '@/lib/desk/approvals/data';
import { roomHref } from '@/lib/places/room-address';

export type RequestPlace = { href: string; name: 'members' | 'connections' | 'settings' | 'room' };

/** The page where an approved request is carried out. Null: not known, or its job does it. */
export function placeOf({
  verb,
  facts: { door },
  job,
}: Pick<ApprovalRow, 'verb' | 'facts' | 'job'>): RequestPlace | null {
  if (job) return null;
  if (verb.startsWith('members.')) return { href: '/members', name: 'members' };
  if (verb.startsWith('connections.')) return { href: '/connections', name: 'connections' };
  if (verb.startsWith('sign-in.')) return { href: '/settings', name: 'settings' };
  return door ? { href: roomHref(door), name: 'room' } : null;
}
