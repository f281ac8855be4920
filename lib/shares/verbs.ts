import { accountMayShare, mayShare, refuseShare, type ShareAction } from '@/lib/abilities/shares';
import { defineVerb } from '@/lib/abilities/verb';
import type { MayThrough } from '@/lib/auth/choose-caller';
import type { Scope } from '@/lib/auth/scope';
import { changeAtDoors, doorsSubject, isOneFlat, throughDoors } from '@/lib/changes/at-doors';
import type { ErrorCode } from '@/lib/errors';
import { jobOfRequest, startJob } from '@/lib/jobs/mutations';
import { isSeveral, requireAgreed } from '@/lib/jobs/plan';
import type { ChannelRef } from '@/lib/readings/outcome';
import { planShares } from './bulk';
import * as write from './mutations';
import { shareBulkStart, shareInput, unshareInput } from './schema';

/** Who adds may also remove. */
const mayChange: MayThrough = (account) => accountMayShare(account, 'add');

export const addShare = defineVerb({
  name: 'shares.add',
  freshList: true,
  input: shareInput,
  ability: (scope, { doors }) => refuseAny(scope, doors, 'add'),
  through: (scope, input) => throughDoors(scope, input, mayChange),
  subject: ({ doors, subMaster }, scope) => doorsSubject(scope, { doors, what: subMaster }),
  run: (run) =>
    changeAtDoors(run, {
      action: 'shares.add',
      about: run.input.subMaster,
      may: mayChange,
      send: (door, through) => write.addShare(through, door, run.input, run.priority),
      look: (door, through) =>
        write.lookForShare(through, door, { ...run.input, listed: true }, run.priority),
    }),
});

export const removeShare = defineVerb({
  name: 'shares.remove',
  freshList: true,
  input: unshareInput,
  ability: (scope, { doors }) => refuseAny(scope, doors, 'remove'),
  ends: ({ doors, subMaster }) => ({ what: subMaster, doors }),
  through: (scope, input) => throughDoors(scope, input, mayChange),
  subject: ({ doors, subMaster }, scope) => doorsSubject(scope, { doors, what: subMaster }),
  run: (run) =>
    changeAtDoors(run, {
      action: 'shares.remove',
      about: run.input.subMaster,
      may: mayChange,
      send: (door, through) => write.removeShare(through, door, run.input, run.priority),
      look: (door, through) =>
        write.lookForShare(through, door, { ...run.input, listed: false }, run.priority),
    }),
});

export const startSharesJob = defineVerb({
  name: 'shares.bulk',
  freshList: 'when-sent',
  input: shareBulkStart,
  ability: (scope) =>
    scope.channels.some((channel) => mayShare(scope, channel, 'remove')) ? null : 'not-allowed',
  needsIdentity: ({ selection }) => isSeveral(selection),
  subject: ({ expected }) => `remove × ${expected}`,
  run: async ({ scope, input, audit }) => {
    const known = await jobOfRequest(scope, input.requestKey);
    if (known) return { jobId: known };
    const plan = await planShares(scope, input);
    requireAgreed(plan, input);
    audit.about(plan.steps.map(({ target }) => target.building));
    const jobId = await startJob(scope, plan, { requestKey: input.requestKey });
    audit.note({ job: jobId, ...(plan.params.via ? { through: plan.params.via.account } : {}) });
    return { jobId };
  },
});

function refuseAny(scope: Scope, doors: readonly ChannelRef[], action: ShareAction): ErrorCode | null {
  for (const door of doors) {
    const refusal = refuseShare(scope, door, action);
    if (refusal) return refusal;
  }
  return isOneFlat(scope, doors) ? null : 'invalid-input';
}
