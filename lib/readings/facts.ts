import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { mayMaster } from '@/lib/abilities/masters';
import { mayShare } from '@/lib/abilities/shares';
import type { Relation, Role } from '@/lib/doordeer/words';

/** Each costs one vendor call per channel. */
export type Fact = 'master' | 'shares' | 'doorcodes';

export function factsFor(role: Role, relation: Relation): Fact[] {
  const facts: Fact[] = [];
  if (mayMaster(role, relation, 'see')) facts.push('master');
  if (mayShare(role, relation, 'see')) facts.push('shares');
  if (mayDoorcode(role, relation, 'see')) facts.push('doorcodes');
  return facts;
}
