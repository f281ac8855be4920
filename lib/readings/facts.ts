import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { mayMaster } from '@/lib/abilities/masters';
import { mayShare } from '@/lib/abilities/shares';
import type { Relation, Role } from '@/lib/doordeer/words';

/** What costs a vendor call of its own for each channel. */
export type Fact = 'master' | 'shares' | 'doorcodes';

/** The facts that a person of this role has a part in at such a channel: no other is asked for. */
export function factsFor(role: Role, relation: Relation): Fact[] {
  const facts: Fact[] = [];
  if (mayMaster(role, relation, 'see')) facts.push('master');
  if (mayShare(role, relation, 'see')) facts.push('shares');
  if (mayDoorcode(role, relation, 'see')) facts.push('doorcodes');
  return facts;
}
