import { accountMayMaster, type MasterAction, mayMaster, refuseMaster } from '@/lib/abilities/masters';
import { defineVerb } from '@/lib/abilities/verb';
import type { Scope } from '@/lib/auth/scope';
import { changeAtDoors, doorsSubject, isOneFlat, throughDoors } from '@/lib/changes/at-doors';
import type { ErrorCode } from '@/lib/errors';
import { jobOfRequest, startJob } from '@/lib/jobs/mutations';
import { isSeveral, requireAgreed } from '@/lib/jobs/plan';
import type { ChannelRef } from '@/lib/readings/outcome';
import { planMasters } from './bulk';
import * as write from './mutations';
import { assignInput, masterBulkStart, removeInput, replaceInput } from './schema';

export const assignMaster = defineVerb({
  name: 'masters.assign',
  freshList: true,
  input: assignInput,
  ability: (scope, { doors }) => refuseAny(scope, doors, 'assign'),
  through: (scope, input) => throughDoors(scope, input, accountMayMaster),
  subject: ({ doors, master }, scope) => doorsSubject(scope, { doors, what: master }),
  run: (run) =>
    changeAtDoors(run, {
      action: 'masters.assign',
      about: run.input.master,
      may: accountMayMaster,
      send: (door, through) => write.assignMaster(through, door, run.input, run.priority),
      look: (door, through) => write.lookForMaster(through, door, run.input.master, run.priority),
    }),
});

export const replaceMaster = defineVerb({
  name: 'masters.replace',
  freshList: true,
  input: replaceInput,
  ability: (scope, { doors }) => refuseAny(scope, doors, 'replace'),
  ends: ({ doors, master, expected }) => ({ what: [expected, master].filter(Boolean).join(' → '), doors }),
  through: (scope, input) => throughDoors(scope, input, accountMayMaster),
  subject: ({ doors, master }, scope) => doorsSubject(scope, { doors, what: master }),
  run: (run) =>
    changeAtDoors(run, {
      action: 'masters.replace',
      about: run.input.master,
      may: accountMayMaster,
      send: (door, through) => write.replaceMaster(through, door, run.input, run.priority),
      look: (door, through) => write.lookForMaster(through, door, run.input.master, run.priority),
    }),
});

export const removeMaster = defineVerb({
  name: 'masters.remove',
  freshList: true,
  input: removeInput,
  ability: (scope, { doors }) => refuseAny(scope, doors, 'remove'),
  ends: ({ doors, expected = '' }) => ({ what: expected, doors }),
  through: (scope, input) => throughDoors(scope, input, accountMayMaster),
  subject: ({ doors, expected }, scope) => doorsSubject(scope, { doors, what: expected }),
  run: (run) =>
    changeAtDoors(run, {
      action: 'masters.remove',
      about: run.input.expected ?? '',
      may: accountMayMaster,
      send: (door, through) => write.removeMaster(through, door, run.input, run.priority),
      look: (door, through) => write.lookForMaster(through, door, null, run.priority),
    }),
});

export const startMastersJob = defineVerb({
  name: 'masters.bulk',
  freshList: 'when-sent',
  input: masterBulkStart,
  ability: (scope, { action }) =>
    scope.channels.some((channel) => mayMaster(scope, channel, action)) ? null : 'not-allowed',
  needsIdentity: ({ selection }) => isSeveral(selection),
  subject: ({ action, master, expected }) => [action, master, `× ${expected}`].filter(Boolean).join(' '),
  run: async ({ scope, input, audit }) => {
    const known = await jobOfRequest(scope, input.requestKey);
    if (known) return { jobId: known };
    const plan = await planMasters(scope, input);
    requireAgreed(plan, input);
    audit.about(plan.steps.map(({ target }) => target.building));
    const jobId = await startJob(scope, plan, { requestKey: input.requestKey });
    audit.note({ job: jobId, ...(plan.params.via ? { through: plan.params.via.account } : {}) });
    return { jobId };
  },
});

function refuseAny(scope: Scope, doors: readonly ChannelRef[], action: MasterAction): ErrorCode | null {
  for (const door of doors) {
    const refusal = refuseMaster(scope, door, action);
    if (refusal) return refusal;
  }
  return isOneFlat(scope, doors) ? null : 'invalid-input';
}
