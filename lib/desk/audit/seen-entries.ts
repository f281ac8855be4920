import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { buildingsWhere, isWithin } from '@/lib/auth/limit-buildings';
import type { Scope } from '@/lib/auth/scope';
import { type BuildingCapability, buildingCapabilities } from '@/lib/db/tables/members';

/** What a member needs in every building of an entry, by the first part of its action: one of these. Others: any. */
const needed: Record<string, readonly BuildingCapability[]> = {
  people: ['people', 'registers'],
  keys: ['people', 'registers'],
  masters: ['people', 'masters'],
  shares: ['people', 'masters'],
  doorcodes: ['people', 'doorcodes'],
  events: ['events'],
  exports: ['export'],
  rooms: ['reveal', 'people'],
};

/** A member sees their own entries, and those about buildings in which they see what was done. */
export function isSeenEntry({ grants, member }: Pick<Scope, 'grants' | 'member'>): RawBuilder<SqlBool> {
  if (grants === null) return sql`true`;
  const any = buildingsWhere({ grants }, (may) => buildingCapabilities.some(may));
  const cases = Object.entries(needed).map(
    ([group, capabilities]) =>
      sql`when ${group} then ${isWithin(
        'audit_entry.buildings',
        buildingsWhere({ grants }, (may) => capabilities.some(may)),
      )}`,
  );
  return sql`(audit_entry.member_id = ${member?.id ?? null}::uuid
    or case split_part(audit_entry.action, '.', 1) ${sql.join(cases, sql` `)}
      else ${isWithin('audit_entry.buildings', any)} end)`;
}
