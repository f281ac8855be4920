import { readSessionToken } from '@/lib/auth/cookie';
import { withoutIncluded } from '@/lib/auth/grants';
import { findSession } from '@/lib/auth/session';
import { getDb } from '@/lib/db/client';
import type { BuildingCapability, Grants, WorkspaceCapability } from '@/lib/db/tables/members';
import type { Role } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import { oidcSettings } from '../oidc-settings';
import { findLink, type LinkPurpose, type OneTimeLink } from '../one-time-link';
import { refuseLink, takesOidcOnly } from '../sign-in/accept-invitation';
import { passkeySite } from '../sign-in/passkey-server';

export type Invitation = {
  purpose: LinkPurpose;
  /** What the person is called, and how they sign in with a password. */
  name: string;
  signInName: string;
  madeBy: string;
  account: string;
  role: Role;
  expiresAt: string;
  everywhere: BuildingCapability[];
  buildings: { name: string; capabilities: BuildingCapability[] }[];
  workspace: WorkspaceCapability[];
  ways: { passkey: boolean; password: boolean; issuer: string | null };
  /** The member who is signed in here and can accept as themselves. */
  member: string | null;
  /** That member belongs to this workspace already. */
  isMemberHere: boolean;
};

/** `usedAs`: the member who is signed in here has used the link, and is called so. */
type NoInvitation = { code: ErrorCode; usedAs?: string };

/** What a link is for. It changes nothing, and finds nothing but the link. */
export async function loadInvitation(token: string): Promise<Invitation | NoInvitation> {
  const link = await findLink(token);
  const usedAs = link?.state === 'used' ? await findOwnUse(link) : null;
  if (usedAs) return { code: 'link-ended', usedAs };
  const isOpenWith = async (way: 'passkey' | 'oidc') => refuseLink(link, way);
  const refusal = await isOpenWith('passkey');
  if (!link || (refusal && refusal !== 'oidc-needed')) return { code: refusal ?? 'link-ended' };
  const { purpose, madeBy, account, role, expiresAt, grants } = link;
  const typed = !(await takesOidcOnly(link.workspaceId)) || purpose === 'recovery';
  const issuer = purpose === 'invitation' ? (oidcSettings()?.host ?? null) : null;
  return {
    purpose,
    madeBy,
    account,
    role,
    expiresAt: expiresAt.toISOString(),
    ...grantedBy(grants),
    ...(await readPerson(link)),
    ways: { passkey: typed && passkeySite() !== null, password: typed, issuer },
    ...(purpose === 'invitation' ? await readOwn(link.workspaceId) : { member: null, isMemberHere: false }),
  };
}

function grantedBy({ workspace, everywhere, buildings }: Grants) {
  return {
    workspace,
    everywhere: withoutIncluded(everywhere),
    buildings: buildings.map(({ name, capabilities }) => ({
      name,
      capabilities: withoutIncluded(capabilities).filter(
        (one) => one !== 'events-of-today' || !everywhere.includes('events'),
      ),
    })),
  };
}

async function readPerson({
  memberId,
  name,
  email,
}: OneTimeLink): Promise<{ name: string; signInName: string }> {
  const member = memberId
    ? await getDb()
        .selectFrom('member')
        .select(['name', 'sign_in_name as signInName'])
        .where('id', '=', memberId)
        .executeTakeFirst()
    : undefined;
  return member ?? { name, signInName: email ?? '' };
}

async function findSessionHere() {
  const token = await readSessionToken();
  return token ? findSession(token, { touch: false }) : null;
}

/** Both times are of one transaction, but of two clocks: the process estimates that of the database. */
const oneUseMs = 60_000;

/** A link that was used names no member, except one of a recovery. */
async function findOwnUse(link: OneTimeLink): Promise<string | null> {
  const session = await findSessionHere();
  const memberId = session?.memberId;
  if (!memberId) return null;
  if (link.purpose === 'recovery') return memberId === link.memberId ? session.memberName : null;
  const joined = await getDb()
    .selectFrom('membership')
    .innerJoin('member_link', 'member_link.workspace_id', 'membership.workspace_id')
    .select(['membership.joined_at', 'member_link.used_at'])
    .where('membership.workspace_id', '=', link.workspaceId)
    .where('membership.member_id', '=', memberId)
    .where('member_link.id', '=', link.id)
    .executeTakeFirst();
  if (!joined?.used_at) return null;
  const apartMs = Math.abs(joined.joined_at.getTime() - joined.used_at.getTime());
  return apartMs < oneUseMs ? session.memberName : null;
}

async function readOwn(workspaceId: string): Promise<Pick<Invitation, 'member' | 'isMemberHere'>> {
  const session = await findSessionHere();
  const here = session?.memberId
    ? await getDb()
        .selectFrom('membership')
        .select('member_id')
        .where('workspace_id', '=', workspaceId)
        .where('member_id', '=', session.memberId)
        .executeTakeFirst()
    : undefined;
  return { member: session?.memberName ?? null, isMemberHere: here !== undefined };
}
