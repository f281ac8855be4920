import { readApprovalRule, sharedRightsOf } from '@/lib/abilities/approvals/rule';
import { mayMembers } from '@/lib/abilities/members';
import { coversGrants, seesBuilding } from '@/lib/auth/grants';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { Grants } from '@/lib/db/tables/members';
import { oidcSettings } from '../oidc-settings';
import { type PresetName, presetOf } from './presets';

export type SignInWay = 'passkey' | 'password' | 'oidc';

/** What a person may do, as far as the viewer sees the buildings. */
export type ShownGrants = {
  grants: Grants;
  preset: PresetName | null;
  /** Also in buildings that the viewer does not see. */
  elsewhere: boolean;
  /** The viewer has all of it, so may change it. */
  covered: boolean;
};

export type RosterMember = ShownGrants & {
  id: string;
  name: string;
  email: string | null;
  isSelf: boolean;
  ways: SignInWay[];
  lastUsedAt: string | null;
  joinedAt: string;
  /** A second member has to agree before this member is removed. */
  removalWaits: boolean;
  /** Null: added themselves with the vendor sign-in. */
  invitedBy: string | null;
  /** One that can still be used. */
  recoveryLink: { madeBy: string; expiresAt: string } | null;
};

export type OpenInvitation = ShownGrants & {
  id: string;
  name: string;
  email: string | null;
  madeBy: string;
  expiresAt: string;
};

function shown(scope: Scope, grants: Grants): ShownGrants {
  const buildings = grants.buildings.filter(({ name }) => seesBuilding(scope, name));
  return {
    grants: { ...grants, buildings },
    preset: presetOf(grants),
    elsewhere: buildings.length < grants.buildings.length,
    covered: coversGrants(scope.grants, grants),
  };
}

/** By name. */
export async function loadMembers(scope: Scope): Promise<RosterMember[]> {
  const rows = await getDb()
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(({ eb }) => [
      'member.id',
      'member.name',
      'member.email',
      'membership.grants',
      'membership.joined_at',
      'membership.invited_by',
      'membership.last_entered_at',
      eb.and([eb('password_hash', 'is not', null), eb('sealed_totp', 'is not', null)]).as('has_password'),
    ])
    .where('membership.workspace_id', '=', scope.workspaceId)
    .orderBy('member.name')
    .orderBy('member.id')
    .execute();
  const ids = rows.map(({ id }) => id);
  const [{ passkeys, identities }, uses, rule, recoveries] = await Promise.all([
    readWays(ids),
    readUses(scope.workspaceId),
    readApprovalRule(scope.workspaceId),
    readRecoveryLinks(scope.workspaceId),
  ]);
  return rows.map(({ id, name, email, grants, ...row }) => ({
    removalWaits: rule !== null && sharedRightsOf(grants).length > 0,
    id,
    name,
    email,
    ...shown(scope, grants),
    isSelf: id === (scope.viewsAs ?? scope.member)?.id,
    ways: [
      ...(passkeys.has(id) ? (['passkey'] as const) : []),
      ...(row.has_password ? (['password'] as const) : []),
      ...(identities.has(id) ? (['oidc'] as const) : []),
    ],
    lastUsedAt: (uses.get(id) ?? row.last_entered_at)?.toISOString() ?? null,
    joinedAt: row.joined_at.toISOString(),
    invitedBy: row.invited_by || null,
    recoveryLink: recoveries.get(id) ?? null,
  }));
}

/** Of the sessions that live, by member. */
async function readUses(workspaceId: string): Promise<Map<string | null, Date>> {
  const rows = await getDb()
    .selectFrom('session')
    .select(({ fn }) => ['member_id', fn.max('last_used_at').as('at')])
    .where('workspace_id', '=', workspaceId)
    .where('member_id', 'is not', null)
    .groupBy('member_id')
    .execute();
  return new Map(rows.map(({ member_id, at }) => [member_id, at]));
}

/** Of those that can still be used, by member: each has one at most. */
async function readRecoveryLinks(workspaceId: string) {
  const rows = await openLinks(workspaceId)
    .select(['member_id', 'made_by', 'expires_at'])
    .where('purpose', '=', 'recovery')
    .execute();
  return new Map(
    rows.map(({ member_id, made_by, expires_at }) => [
      member_id,
      { madeBy: made_by, expiresAt: expires_at.toISOString() },
    ]),
  );
}

/** One-time links that can still be used. */
function openLinks(workspaceId: string) {
  return getDb()
    .selectFrom('member_link')
    .where('workspace_id', '=', workspaceId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', databaseDate());
}

async function readWays(ids: string[]): Promise<{ passkeys: Set<string>; identities: Set<string> }> {
  if (ids.length === 0) return { passkeys: new Set(), identities: new Set() };
  const [passkeys, identities] = await Promise.all([
    getDb().selectFrom('member_passkey').select('member_id').where('member_id', 'in', ids).execute(),
    getDb()
      .selectFrom('member_identity')
      .select('member_id')
      .where('member_id', 'in', ids)
      // Of another issuer it opens nothing any more.
      .where('issuer', '=', oidcSettings()?.issuer ?? '')
      .execute(),
  ]);
  const setOf = (rows: { member_id: string }[]) => new Set(rows.map(({ member_id }) => member_id));
  return { passkeys: setOf(passkeys), identities: setOf(identities) };
}

/** Those that can still be used, the first to end first. */
export async function loadInvitations(scope: Scope): Promise<OpenInvitation[]> {
  const rows = await openLinks(scope.workspaceId)
    .select(['id', 'name', 'email', 'grants', 'made_by', 'expires_at'])
    .where('purpose', '=', 'invitation')
    .orderBy('expires_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, email, grants, made_by, expires_at }) => ({
    id,
    name,
    email,
    ...shown(scope, grants),
    madeBy: made_by,
    expiresAt: expires_at.toISOString(),
  }));
}

/** One-time links that could still be used, invitations and recoveries. */
export async function countOpenLinks({ workspaceId }: Pick<Scope, 'workspaceId'>): Promise<number> {
  const { count } = await openLinks(workspaceId)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export function findMember(
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  id: string,
): Promise<{ name: string; grants: Grants } | undefined> {
  return getDb()
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['member.name', 'membership.grants'])
    .where('membership.workspace_id', '=', workspaceId)
    .where('membership.member_id', '=', id)
    .executeTakeFirst();
}

/** For the audit log. Empty for who does not see the members. */
export async function nameOfMember(scope: Scope, id: string): Promise<string> {
  return mayMembers(scope) ? ((await findMember(scope, id))?.name ?? '') : '';
}

/** As `nameOfMember`. */
export async function nameOfInvitation(scope: Scope, id: string): Promise<string> {
  if (!mayMembers(scope)) return '';
  const link = await getDb()
    .selectFrom('member_link')
    .select('name')
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .where('purpose', '=', 'invitation')
    .executeTakeFirst();
  return link?.name ?? '';
}

export type WorkspaceSettings = {
  oidcOnly: boolean;
  vendorSignInClosed: boolean;
  secondApproval: boolean;
  approvalAbove: number;
};

export async function loadWorkspaceSettings({
  workspaceId,
}: Pick<Scope, 'workspaceId'>): Promise<WorkspaceSettings> {
  const row = await getDb()
    .selectFrom('workspace_setting')
    .select(['oidc_only', 'vendor_sign_in_closed', 'second_approval', 'approval_above'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return {
    oidcOnly: row?.oidc_only ?? false,
    vendorSignInClosed: row?.vendor_sign_in_closed ?? false,
    secondApproval: row?.second_approval ?? false,
    approvalAbove: row?.approval_above ?? 10,
  };
}

/** `former`: buildings without a door now, such as one that has another name. Their events stay, and keep the name. */
export type BuildingNames = { present: string[]; former: string[] };

/** The buildings that this person sees, by name. */
export async function loadBuildingNames(scope: Scope): Promise<BuildingNames> {
  const known = await getDb()
    .selectFrom('former_building')
    .select('building_name')
    .where('workspace_id', '=', scope.workspaceId)
    .union(
      getDb()
        .selectFrom('room_channel')
        .select('building_name')
        .where('workspace_id', '=', scope.workspaceId)
        .where('present', '=', false),
    )
    .execute();
  const present = new Set(devicesOf(scope).map(({ buildingName }) => buildingName));
  const former = known
    .map(({ building_name }) => building_name)
    .filter((name) => !present.has(name) && seesBuilding(scope, name));
  return { present: [...present].sort(), former: former.sort() };
}
