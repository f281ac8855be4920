import type { Scope } from '@/lib/auth/scope';

/** The subject, in the audit log, of what members do to their own sign-in. */
export function ownName(_input: unknown, { member }: Pick<Scope, 'member'>): string {
  return member?.name ?? '';
}
