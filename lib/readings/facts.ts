import { mayDoorcode } from '@/lib/doorcodes/ability';
import type { Relation, Role } from '@/lib/doordeer/words';
import { mayMaster } from '@/lib/masters/ability';
import { mayShare } from '@/lib/shares/ability';

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
