import { buildingsWhere } from '@/lib/auth/limit-buildings';
import type { JobKind } from '@/lib/db/tables/jobs';
import type { BuildingCapability } from '@/lib/db/tables/members';
import { accountMayDoorcode, mayDoorcode } from './doorcodes';
import { accountMayMaster, mayMaster } from './masters';
import { accountMayShare, mayShare } from './shares';
import type { Account, At, Who } from './who';

/** What a member needs in every building of a job, to start it, stop it or try it again. */
export const jobCapabilities = {
  'assign-masters': 'masters',
  'replace-masters': 'masters',
  'remove-masters': 'masters',
  'revoke-shares': 'masters',
  'revoke-doorcodes': 'doorcodes',
  'issue-doorcodes': 'doorcodes',
} as const satisfies Record<JobKind, BuildingCapability>;

/** Whether an account may make a change of this kind at a room. */
export const jobAccounts: Record<JobKind, (account: Account) => boolean> = {
  'assign-masters': accountMayMaster,
  'replace-masters': accountMayMaster,
  'remove-masters': accountMayMaster,
  'revoke-shares': (account) => accountMayShare(account, 'remove'),
  'revoke-doorcodes': accountMayDoorcode,
  'issue-doorcodes': accountMayDoorcode,
};

/** Whether a person may change anything at a room by a job. */
export function mayOrderJob(who: Who, at: At): boolean {
  return (
    mayMaster(who, at, 'assign') ||
    mayMaster(who, at, 'replace') ||
    mayMaster(who, at, 'remove') ||
    mayShare(who, at, 'remove') ||
    mayDoorcode(who, at, 'issue') ||
    mayDoorcode(who, at, 'revoke')
  );
}

/** Who sees people sees what was changed for them. A job is seen if all its buildings are among these; null: all are. */
export function seenJobBuildings(who: Pick<Who, 'grants'>, kind: JobKind): string[] | null {
  return buildingsWhere(who, (may) => may('people') || may(jobCapabilities[kind]));
}
