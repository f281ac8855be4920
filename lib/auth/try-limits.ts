import type { Role } from '@/lib/doordeer/words';

/** Most wrong passwords that reach the vendor in 15 minutes, for an account, a device or a session. */
export const judgedTries = 5;

/** The roles that a person who is not sure of theirs is tried in. */
export const triedInTurn = ['manager', 'landlord', 'tenant'] as const satisfies Role[];
