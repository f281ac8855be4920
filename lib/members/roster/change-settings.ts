import { type ApprovalRule, readApprovalRule } from '@/lib/abilities/approvals/rule';
import type { Scope } from '@/lib/auth/scope';
import { endSessions } from '@/lib/auth/session';
import type { Db } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { requireEntrance } from '../keep-entrance';
import { oidcSettings } from '../oidc-settings';
import { revokeLinks } from '../one-time-link';
import { changeRoster } from './mutations';
import { stopVendorWork } from './stop-vendor-work';

export type SettingChange = {
  oidcOnly?: boolean | undefined;
  vendorSignInClosed?: boolean | undefined;
  secondApproval?: boolean | undefined;
  approvalAbove?: number | undefined;
};

type Ended = { ended: number; jobs: number; schedules: number; links: number };

/**
 * Returns how many vendor sessions ended, how much of what they ordered was stopped, and how many links were revoked because
 * the second pair of eyes begins: with a link that they made, a person could become the second member for their own requests.
 */
export function changeSettings(
  scope: Scope,
  change: SettingChange,
  { approved }: { approved: boolean },
): Promise<Ended> {
  const { workspaceId } = scope;
  return changeRoster(scope, async (trx, { members }) => {
    if (change.vendorSignInClosed && !scope.member) throw new DeskError('member-needed');
    if (change.oidcOnly && !oidcSettings()) throw new DeskError('not-allowed');
    const approvers = members.filter(({ grants }) => grants.workspace.includes('approve'));
    if (change.secondApproval && approvers.length < 2) throw new DeskError('approvers-needed');
    const rule = await readApprovalRule(workspaceId, trx);
    if (rule && !approved && loosens(rule, change)) throw new DeskError('conflict');
    const set = {
      ...(change.oidcOnly === undefined ? {} : { oidc_only: change.oidcOnly }),
      ...(change.vendorSignInClosed === undefined
        ? {}
        : { vendor_sign_in_closed: change.vendorSignInClosed }),
      ...(change.secondApproval === undefined ? {} : { second_approval: change.secondApproval }),
      ...(change.approvalAbove === undefined ? {} : { approval_above: change.approvalAbove }),
    };
    const nothing = { ended: 0, jobs: 0, schedules: 0, links: 0 };
    if (Object.keys(set).length === 0) return nothing;
    await trx
      .insertInto('workspace_setting')
      .values({ workspace_id: workspaceId, ...set })
      .onConflict((on) => on.column('workspace_id').doUpdateSet(set))
      .execute();
    // Also when it was closed already, by an issuer that was replaced: the vendor sign-in is the only other way in.
    if (change.oidcOnly || change.vendorSignInClosed) await requireEntrance(trx, workspaceId);
    const links =
      change.secondApproval && !rule ? await revokeLinks(trx, workspaceId, (link) => link.lit(true)) : 0;
    if (!change.vendorSignInClosed) return { ...nothing, links };
    const stopped = await stopVendorWork(trx, workspaceId);
    return { ended: await endVendorSessions(trx, workspaceId), ...stopped, links };
  });
}

/** It lets one person end more. */
export function loosens({ above }: ApprovalRule, { secondApproval, approvalAbove }: SettingChange): boolean {
  return secondApproval === false || (approvalAbove !== undefined && approvalAbove > above);
}

/** With the links that it made: a person who only knows the vendor's password must not come back by one. */
async function endVendorSessions(trx: Db, workspaceId: string): Promise<number> {
  await revokeLinks(trx, workspaceId, (link) => link('made_by_member', 'is', null));
  const sessions = await trx
    .selectFrom('session')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('member_id', 'is', null)
    .execute();
  return endSessions(trx, { ids: sessions.map(({ id }) => id), reason: 'sign-in-closed' });
}
