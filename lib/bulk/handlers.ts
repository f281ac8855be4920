import type { z } from 'zod';
import type { Journal } from '@/lib/abilities/run-audited';
import type { Verb, VerbResult } from '@/lib/abilities/verb';
import type { Scope } from '@/lib/auth/scope';
import type { ChangeOutcome, DoorOutcome } from '@/lib/changes/outcome';
import type { JobKind, JobParams, StepTarget } from '@/lib/db/tables/jobs';
import { lookForRevoked } from '@/lib/doorcodes/mutations';
import { lookForRequest, wasSent } from '@/lib/doorcodes/send-request';
import { revokeDoorcode, sendDoorcode } from '@/lib/doorcodes/verbs';
import type { ErrorCode } from '@/lib/errors';
import { lookForMaster } from '@/lib/masters/mutations';
import { assignMaster, removeMaster, replaceMaster } from '@/lib/masters/verbs';
import { lookForShare } from '@/lib/shares/mutations';
import { removeShare } from '@/lib/shares/verbs';

export type StepContext = { scope: Scope; target: StepTarget; params: JobParams };

export type StepHandler = {
  action: string;
  /** Asked for each step, because rights change while jobs run. */
  refuse: (context: StepContext) => Promise<ErrorCode | null>;
  change: (context: StepContext, journal: Journal) => Promise<VerbResult<unknown>>;
  outcomeOf: (data: unknown) => ChangeOutcome;
  /** Reads only: the outcome of a change that may or may not have been sent. */
  lookBack: (context: StepContext) => Promise<ChangeOutcome>;
  /** Whether the change was sent before the process died, where a record says so. */
  wasSent?: (context: StepContext) => Promise<boolean>;
  /** Whether it may be sent again after reading back found no trace. False if a late arrival would do it twice. */
  repeatable: boolean;
};

/** The cast of `data` holds: `outcomeOf` gets what this verb answered. */
function stepOf<S extends z.ZodType, T>(
  verb: Verb<S, T>,
  {
    inputOf,
    outcomeOf,
    ...rest
  }: { inputOf: (context: StepContext) => z.input<S>; outcomeOf: (data: T) => ChangeOutcome } & Pick<
    StepHandler,
    'action' | 'lookBack' | 'repeatable' | 'wasSent'
  >,
): StepHandler {
  return {
    ...rest,
    refuse: (context) => verb.refuse({ ctx: { scope: context.scope }, input: inputOf(context) }),
    change: (context, journal) =>
      verb({ ctx: { scope: context.scope, priority: 'job', journal }, input: inputOf(context) }),
    // The runner passes what `change` returned.
    outcomeOf: (data) => outcomeOf(data as T),
  };
}

const viaOf = ({ target }: StepContext) => (target.via ? { via: target.via } : {});
const doorOf = ({ target }: StepContext) => ({ gid: target.gid, channel: target.channel });
const masterOf = ({ params }: StepContext) => params.master ?? '';
const accountOf = ({ target }: StepContext) => target.account ?? '';

function atOneDoor(outcomes: DoorOutcome[]): ChangeOutcome {
  return outcomes[0]?.outcome ?? { state: 'unknown', code: 'unexpected' };
}

const itself = (outcome: ChangeOutcome) => outcome;

const toMaster = {
  inputOf: (step: StepContext) => ({ doors: [doorOf(step)], master: masterOf(step), ...viaOf(step) }),
  outcomeOf: atOneDoor,
  lookBack: (step: StepContext) => lookForMaster(step.scope, step.target, masterOf(step), 'job'),
  repeatable: true,
};

export const handlers: Record<JobKind, StepHandler> = {
  'assign-masters': stepOf(assignMaster, { action: 'masters.assign', ...toMaster }),
  'replace-masters': stepOf(replaceMaster, { action: 'masters.replace', ...toMaster }),
  'remove-masters': stepOf(removeMaster, {
    action: 'masters.remove',
    inputOf: (step) => ({ doors: [doorOf(step)], expected: step.target.account, ...viaOf(step) }),
    outcomeOf: atOneDoor,
    lookBack: (step) => lookForMaster(step.scope, step.target, null, 'job'),
    repeatable: true,
  }),
  'revoke-shares': stepOf(removeShare, {
    action: 'shares.remove',
    inputOf: (step) => ({ doors: [doorOf(step)], subMaster: accountOf(step), ...viaOf(step) }),
    outcomeOf: atOneDoor,
    lookBack: (step) =>
      lookForShare(step.scope, step.target, { subMaster: accountOf(step), listed: false }, 'job'),
    repeatable: true,
  }),
  'revoke-doorcodes': stepOf(revokeDoorcode, {
    action: 'doorcodes.revoke',
    inputOf: ({ target }) => ({ id: target.doorcodeId ?? '' }),
    outcomeOf: itself,
    lookBack: ({ scope, target }) => lookForRevoked(scope, target.doorcodeId ?? '', 'job'),
    repeatable: true,
  }),
  'issue-doorcodes': stepOf(sendDoorcode, {
    action: 'doorcodes.issue',
    inputOf: ({ target }) => ({ requestId: target.requestId ?? '' }),
    outcomeOf: itself,
    lookBack: ({ scope, target }) => lookForRequest(scope, target.requestId ?? '', 'job'),
    wasSent: ({ scope, target }) => wasSent(scope, target.requestId ?? ''),
    repeatable: false,
  }),
};

export function subjectOf(target: StepTarget): string {
  const what = target.codeName ?? target.account;
  const where = [target.building, target.unit, target.door].filter(Boolean).join(' · ');
  return what ? `${what} · ${where}` : where;
}
