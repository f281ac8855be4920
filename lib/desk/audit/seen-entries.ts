import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { mayEverywhere, mayInWorkspace } from '@/lib/auth/grants';
import { buildingsWhere, isWithin } from '@/lib/auth/limit-buildings';
import type { Scope } from '@/lib/auth/scope';
import {
  type BuildingCapability,
  buildingCapabilities,
  type WorkspaceCapability,
} from '@/lib/db/tables/members';

type Viewer = Pick<Scope, 'grants' | 'member' | 'viewsAs'>;

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

/** Entries about the people and accounts of the workspace, who a member without this does not find on a page either. */
const neededInWorkspace: Record<string, WorkspaceCapability> = {
  members: 'members',
  invitations: 'members',
  sessions: 'members',
  'sign-in': 'members',
  connections: 'connections',
  accounts: 'connections',
  settings: 'connections',
  approvals: 'approve',
};

/**
 * Entries of older versions name no buildings there, but their detail names those of a member's rights, or their subject the
 * building of a request.
 */
const namesBuildings = sql`(coalesce(audit_entry.detail ->> 'buildings', '') <> ''
  or audit_entry.action in ('approvals.approve', 'approvals.refuse', 'approvals.withdraw'))`;

/** As an auditor does: who reads everything in every building also reads who worked in the workspace. */
const readsEverything: readonly BuildingCapability[] = ['events', 'people', 'export'];

/** A member sees their own entries, and those about buildings in which they see what was done. */
export function isSeenEntry(viewer: Viewer): RawBuilder<SqlBool> {
  const { grants } = viewer;
  if (grants === null) return sql`true`;
  const any = isWithin(
    'audit_entry.buildings',
    buildingsWhere({ grants }, (may) => buildingCapabilities.some(may)),
  );
  const readsAll = readsEverything.every((capability) => mayEverywhere({ grants }, capability));
  const cases = [
    ...Object.entries(needed).map(
      ([group, capabilities]) =>
        sql`when ${group} then ${isWithin(
          'audit_entry.buildings',
          buildingsWhere({ grants }, (may) => capabilities.some(may)),
        )}`,
    ),
    ...Object.entries(neededInWorkspace).map(([group, capability]) => {
      const isSeen = readsAll || mayInWorkspace({ grants }, capability);
      return sql`when ${group} then ${isSeen} and (${any} or (audit_entry.buildings is null and not ${namesBuildings}))`;
    }),
  ];
  // The person who looks as a member may see less than that member does in their own entries.
  const own = viewer.viewsAs ? sql`false` : isOwn(viewer);
  return sql`(${own}
    or case split_part(audit_entry.action, '.', 1) ${sql.join(cases, sql` `)} else ${any} end)`;
}

/** Where a person works from. Others than they themselves see it only if they manage the members. */
export function seenClient(viewer: Viewer, column: 'network' | 'device') {
  const value = sql<string | null>`${sql.ref(`audit_entry.${column}`)}`;
  if (mayInWorkspace(viewer, 'members')) return value;
  return sql<string | null>`case when ${isOwn(viewer)} then ${value} end`;
}

/** Of the member that the desk is looked at as, if there is one. */
function isOwn({ member, viewsAs }: Viewer): RawBuilder<SqlBool> {
  return sql`coalesce(audit_entry.member_id = ${(viewsAs ?? member)?.id ?? null}::uuid, false)`;
}
