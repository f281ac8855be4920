import type { SessionEnd } from '@/lib/db/tables/auth';

const ends: readonly string[] = [
  'signed-out',
  'ended-elsewhere',
  'idle',
  'expired',
  'password-changed',
  'throttled',
] satisfies SessionEnd[];

/** Checks a value from the address bar against the reasons that /login can explain. */
export function isSessionEnd(value: unknown): value is SessionEnd {
  return typeof value === 'string' && ends.includes(value);
}
