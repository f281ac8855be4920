import type { StandingScope } from '@/lib/auth/scope';
import type { ScopeChannel } from '@/lib/devices/channel';

/** Who asks: by the vendor's role, and by what a member may do. */
export type Who = Pick<StandingScope, 'role' | 'grants'>;

/** A room at one door, as far as rights depend on it. */
export type At = Pick<ScopeChannel, 'relation' | 'buildingName'>;
