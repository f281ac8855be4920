import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { mayMaster } from '@/lib/abilities/masters';
import { mayShare } from '@/lib/abilities/shares';
import type { At, Who } from '@/lib/abilities/who';

/** Each costs one vendor call per channel. */
export type Fact = 'master' | 'shares' | 'doorcodes';

/** What this person may know of the room at this door. */
export function factsFor(who: Who, at: At): Fact[] {
  const facts: Fact[] = [];
  if (mayMaster(who, at, 'see')) facts.push('master');
  if (mayShare(who, at, 'see')) facts.push('shares');
  if (mayDoorcode(who, at, 'see')) facts.push('doorcodes');
  return facts;
}
