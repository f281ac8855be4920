import { recordAudit } from '@/lib/audit/record';
import { countUnknown } from '@/lib/auth/count-unknown';
import { deviceName, issueDevice, readMemberDevice } from '@/lib/auth/device-cookie';
import { leaveMemberNotice } from '@/lib/auth/leave-notice';
import { noteAccountsOfBrowser } from '@/lib/auth/note-shared-browser';
import { readClient } from '@/lib/auth/scope-entry';
import { createMemberSession, endSurplusSessions } from '@/lib/auth/session';
import type { ThrottleRule } from '@/lib/auth/throttle';
import { recordThrottled } from '@/lib/auth/throttled-entry';
import { type Db, getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { retryDeadlock } from '@/lib/db/run-transaction';
import type { MemberWay } from '@/lib/db/tables/auth';
import type { Role } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';

/** The browser that signs in. `device`: the value of its device cookie. */
export type Client = { userAgent: string; network: string; device: string | undefined };

export type MemberSignIn =
  | { ok: true; id: string; token: string; workspaceId: string; device: string }
  | { ok: false; code: ErrorCode; minutes?: number };

type Entrance = {
  workspaceId: string;
  account: string;
  role: Role;
  name: string;
  signInName: string;
  oidcOnly: boolean;
  isFirst: boolean;
};

/** The member's workspaces, the one that they entered last first, else the oldest membership. */
async function listEntrances(db: Db, memberId: string): Promise<Entrance[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .innerJoin('workspace', 'workspace.id', 'membership.workspace_id')
    .leftJoin('workspace_setting', 'workspace_setting.workspace_id', 'membership.workspace_id')
    .select([
      'membership.workspace_id as workspaceId',
      'workspace.account',
      'workspace.role',
      'member.name',
      'member.sign_in_name as signInName',
      'workspace_setting.oidc_only as oidcOnly',
      'membership.last_entered_at as enteredAt',
    ])
    .where('membership.member_id', '=', memberId)
    .orderBy('membership.last_entered_at', (order) => order.desc().nullsLast())
    .orderBy('membership.joined_at')
    .orderBy('membership.workspace_id')
    .modifyEnd(everyWorkspace)
    .execute();
  return rows.map(({ enteredAt, oidcOnly, ...row }) => ({
    ...row,
    oidcOnly: oidcOnly ?? false,
    isFirst: enteredAt === null,
  }));
}

/**
 * A session for a member who has shown who they are. `workspaceId`: where they go; else where they were last. A workspace
 * that takes OpenID Connect only is not entered in another way.
 */
export async function openMemberSession({
  memberId,
  way,
  workspaceId,
  ...client
}: Client & { memberId: string; way: MemberWay; workspaceId?: string }): Promise<MemberSignIn> {
  const entrances = await listEntrances(getDb(), memberId);
  const wanted = entrances.filter((one) => workspaceId === undefined || one.workspaceId === workspaceId);
  const entrance = wanted.find(({ oidcOnly }) => !oidcOnly || way === 'oidc');
  if (!entrance) {
    const code = wanted.length > 0 ? 'oidc-needed' : 'no-workspace';
    await recordMemberRefusal(memberId, { code, way });
    return { ok: false, code };
  }
  const isKnown = entrances.some(({ isFirst }) => !isFirst);
  const issued = issueDevice(client.device, deviceName(memberId));
  const isNews = isKnown && readMemberDevice(client.device, memberId) === null;
  const device = readMemberDevice(issued, memberId);
  const session = await retryDeadlock(() =>
    getDb()
      .transaction()
      .execute(async (trx) => {
        const made = await createMemberSession(trx, {
          ...client,
          workspaceId: entrance.workspaceId,
          memberId,
          actor: entrance.name,
          way,
          device,
        });
        await endSurplusSessions(trx, { memberId });
        await noteAccountsOfBrowser(trx, { cookie: client.device, device }, memberId);
        if (isNews) await leaveMemberNotice(trx, { ...client, memberId, device });
        await recordAudit(trx, {
          ...entryOf(entrance, memberId),
          ...(await readClient()),
          outcome: 'done',
          detail: { way },
        });
        return made;
      }),
  );
  return { ok: true, ...session, workspaceId: entrance.workspaceId, device: issued };
}

/** In the log of the workspace that the member would have entered. Null: there is no such member, so it is only counted. */
export async function recordMemberRefusal(
  memberId: string | null,
  { code, way, throttledBy }: { code: ErrorCode; way: MemberWay; throttledBy?: ThrottleRule },
): Promise<void> {
  const [entrance] = memberId ? await listEntrances(getDb(), memberId) : [];
  if (!entrance)
    return countUnknown({ action: 'sessions.sign-in', outcome: 'refused', detail: { code, way } });
  const entry = { ...entryOf(entrance, memberId), ...(await readClient()) };
  if (throttledBy) return recordThrottled(throttledBy, entry);
  await recordAudit(getDb(), { ...entry, outcome: 'refused', detail: { code, way } }).catch(() => {});
}

function entryOf({ workspaceId, account, role, name, signInName }: Entrance, memberId: string | null) {
  return {
    ...{ workspaceId, actor: name, memberId, account, role },
    ...{ action: 'sessions.sign-in', subject: signInName },
  };
}
