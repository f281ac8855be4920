import type { StandingScope } from '@/lib/auth/scope';
import type { ScopeChannel, Via } from '@/lib/devices/channel';

/** Who asks: by the vendor's role, and by what a member may do. */
export type Who = Pick<StandingScope, 'role' | 'grants'>;

/** A room at one door, as far as rights depend on it. */
export type At = Pick<ScopeChannel, 'relation' | 'buildingName' | 'through'>;

/** An account of this role, in this relation to the room. */
export type Account = Pick<Via, 'role' | 'relation'>;

/** Any connection that lists the room will do. */
export function someAccount(
  { role }: Pick<Who, 'role'>,
  { relation, through }: At,
  may: (account: Account) => boolean,
): boolean {
  return through ? through.some(may) : may({ role, relation });
}
