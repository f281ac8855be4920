import { refuseDoorcode } from '@/lib/abilities/doorcodes';
import { refuseMaster } from '@/lib/abilities/masters';
import { refuseShare } from '@/lib/abilities/shares';
import type { Scope } from '@/lib/auth/scope';
import type { ChangeOutcome } from '@/lib/changes/outcome';
import type { JobKind, JobParams, StepTarget } from '@/lib/db/tables/jobs';
import { lookForRequest, sendRequest, wasSent } from '@/lib/doorcodes/issue';
import { lookForRevoked, revokeDoorcode } from '@/lib/doorcodes/mutations';
import type { ErrorCode } from '@/lib/errors';
import { assignMaster, lookForMaster, removeMaster, replaceMaster } from '@/lib/masters/mutations';
import { lookForRemoved, removeShare } from '@/lib/shares/mutations';

export type StepContext = { scope: Scope; target: StepTarget; params: JobParams };

/** What a kind of bulk change does at each of its targets. */
export type StepHandler = {
  /** Its name in the audit log. */
  action: string;
  /** Why this account may not do it there; null when it may. Asked anew for each step: rights change while jobs run. */
  refuse: (context: StepContext) => ErrorCode | null;
  change: (context: StepContext) => Promise<ChangeOutcome>;
  /** Reads only: what became of a change that may or may not have been sent. */
  lookBack: (context: StepContext) => Promise<ChangeOutcome>;
  /** Where it is known: did the change leave, or did the process die before that? */
  wasSent?: (context: StepContext) => Promise<boolean>;
  /** May it be sent once more after looking back found no trace? Not where a late arrival would do it twice. */
  repeatable: boolean;
};

const master = ({ params }: StepContext) => params.master ?? '';
const account = ({ target }: StepContext) => target.account ?? '';

export const handlers: Record<JobKind, StepHandler> = {
  'assign-masters': {
    action: 'masters.assign',
    refuse: ({ scope, target }) => refuseMaster(scope, target, 'assign'),
    change: (step) => assignMaster(step.scope, step.target, { master: master(step) }, 'background'),
    lookBack: (step) => lookForMaster(step.scope, step.target, master(step), 'background'),
    repeatable: true,
  },
  'replace-masters': {
    action: 'masters.replace',
    refuse: ({ scope, target }) => refuseMaster(scope, target, 'replace'),
    change: (step) => replaceMaster(step.scope, step.target, { master: master(step) }, 'background'),
    lookBack: (step) => lookForMaster(step.scope, step.target, master(step), 'background'),
    repeatable: true,
  },
  'remove-masters': {
    action: 'masters.remove',
    refuse: ({ scope, target }) => refuseMaster(scope, target, 'remove'),
    change: (step) => removeMaster(step.scope, step.target, { expected: step.target.account }, 'background'),
    lookBack: (step) => lookForMaster(step.scope, step.target, null, 'background'),
    repeatable: true,
  },
  'revoke-shares': {
    action: 'shares.remove',
    refuse: ({ scope, target }) => refuseShare(scope, target, 'remove'),
    change: (step) => removeShare(step.scope, step.target, { subMaster: account(step) }, 'background'),
    lookBack: (step) => lookForRemoved(step.scope, step.target, account(step), 'background'),
    repeatable: true,
  },
  'revoke-doorcodes': {
    action: 'doorcodes.revoke',
    refuse: ({ scope, target }) => refuseDoorcode(scope, target, 'revoke'),
    change: ({ scope, target }) => revokeDoorcode(scope, target.doorcodeId ?? '', 'background'),
    lookBack: ({ scope, target }) => lookForRevoked(scope, target.doorcodeId ?? '', 'background'),
    repeatable: true,
  },
  'issue-doorcodes': {
    action: 'doorcodes.issue',
    refuse: ({ scope, target }) => refuseDoorcode(scope, target, 'issue'),
    change: ({ scope, target }) => sendRequest(scope, target.requestId ?? '', 'background'),
    lookBack: ({ scope, target }) => lookForRequest(scope, target.requestId ?? '', 'background'),
    wasSent: ({ scope, target }) => wasSent(scope, target.requestId ?? ''),
    repeatable: false,
  },
};

/** What a step was done to, in words that a person recognises in the audit log. */
export function subjectOf(target: StepTarget): string {
  const what = target.codeName ?? target.account;
  const where = [target.building, target.unit, target.door].filter(Boolean).join(' · ');
  return what ? `${what} · ${where}` : where;
}
