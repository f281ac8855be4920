'use server';

import { type MasterAction, mayMaster, refuseMaster } from '@/lib/abilities/masters';
import type { Scope } from '@/lib/auth/scope';
import { changeAtDoors, doorsSubject, isOneFlat } from '@/lib/changes/at-doors';
import type { ErrorCode } from '@/lib/errors';
import { defineAction } from '@/lib/http/action';
import { jobOfRequest, startJob } from '@/lib/jobs/mutations';
import { isSeveral, requireAgreed } from '@/lib/jobs/plan';
import type { ChannelRef } from '@/lib/readings/outcome';
import { planMasters } from './bulk';
import { assignMaster, removeMaster, replaceMaster } from './mutations';
import { assignInput, masterBulkStart, removeInput } from './schema';

const pages = ['/masters', '/'];

export const assignMasterAction = defineAction({
  name: 'masters.assign',
  freshList: true,
  input: assignInput,
  ability: (scope, { doors }) => refuseAny(scope, doors, 'assign'),
  subject: ({ doors, master }) => doorsSubject(doors, master),
  run: ({ scope, input, audit }) =>
    changeAtDoors({ scope, doors: input.doors, audit }, (door) => assignMaster(scope, door, input)),
  revalidate: pages,
});

export const replaceMasterAction = defineAction({
  name: 'masters.replace',
  freshList: true,
  input: assignInput,
  ability: (scope, { doors }) => refuseAny(scope, doors, 'replace'),
  subject: ({ doors, master }) => doorsSubject(doors, master),
  run: ({ scope, input, audit }) =>
    changeAtDoors({ scope, doors: input.doors, audit }, (door) => replaceMaster(scope, door, input)),
  revalidate: pages,
});

export const removeMasterAction = defineAction({
  name: 'masters.remove',
  freshList: true,
  input: removeInput,
  ability: (scope, { doors }) => refuseAny(scope, doors, 'remove'),
  subject: ({ doors, expected }) => doorsSubject(doors, expected),
  run: ({ scope, input, audit }) =>
    changeAtDoors({ scope, doors: input.doors, audit }, (door) => removeMaster(scope, door, input)),
  revalidate: pages,
});

/** Starts a job; its page tells the rest. Taking rooms away from more than one needs the password typed again. */
export const startMastersJobAction = defineAction({
  name: 'masters.bulk',
  freshList: true,
  input: masterBulkStart,
  ability: (scope, { action }) =>
    scope.channels.some((channel) => mayMaster(scope.role, channel.relation, action)) ? null : 'not-allowed',
  needsPassword: ({ action, selection }) => action !== 'assign' && isSeveral(selection),
  subject: ({ action, master, expected }) => [action, master, `× ${expected}`].filter(Boolean).join(' '),
  run: async ({ scope, input, audit }) => {
    const known = await jobOfRequest(scope, input.requestKey);
    if (known) return { jobId: known };
    const plan = await planMasters(scope, input);
    requireAgreed(plan, input.expected);
    const jobId = await startJob(scope, plan, { requestKey: input.requestKey });
    audit.note({ job: jobId });
    return { jobId };
  },
  revalidate: ['/jobs'],
});

function refuseAny(scope: Scope, doors: readonly ChannelRef[], action: MasterAction): ErrorCode | null {
  for (const door of doors) {
    const refusal = refuseMaster(scope, door, action);
    if (refusal) return refusal;
  }
  return isOneFlat(scope, doors) ? null : 'invalid-input';
}
