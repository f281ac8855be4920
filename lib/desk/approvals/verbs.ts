import type { VerbAudit } from '@/lib/abilities/run-audited';
import { defineVerb } from '@/lib/abilities/verb';
import type { Scope } from '@/lib/auth/scope';
import { DeskError, type ErrorCode } from '@/lib/errors';
import { findApproval } from './data';
import { decide } from './mutations';
import { refuseInput, requestInput } from './schema';

export const approveRequest = defineVerb({
  name: 'approvals.approve',
  whileInDoubt: 'member',
  input: requestInput,
  ability: mayDecide,
  subject: subjectOf,
  about: buildingsOf,
  run: (run) => decided(run, { state: 'approved', reason: '' }),
});

export const refuseRequest = defineVerb({
  name: 'approvals.refuse',
  input: refuseInput,
  ability: mayDecide,
  whileInDoubt: true,
  subject: subjectOf,
  about: buildingsOf,
  run: (run) => decided(run, { state: 'refused', reason: run.input.reason }),
});

export const withdrawRequest = defineVerb({
  name: 'approvals.withdraw',
  input: requestInput,
  ability: async (scope, { id }) => {
    const found = await findApproval(scope, id);
    if (!found) return 'not-found';
    return found.isOwn ? null : 'not-allowed';
  },
  whileInDoubt: true,
  subject: subjectOf,
  about: buildingsOf,
  run: (run) => decided(run, { state: 'withdrawn', reason: '' }),
});

async function subjectOf({ id }: { id: string }, scope: Scope): Promise<string> {
  return (await findApproval(scope, id))?.subject ?? id;
}

/** Who does not find the request does not find what was done with it in the log. */
async function buildingsOf({ id }: { id: string }, scope: Scope): Promise<string[] | null> {
  return (await findApproval(scope, id))?.buildings ?? null;
}

async function mayDecide(scope: Scope, { id }: { id: string }): Promise<ErrorCode | null> {
  const found = await findApproval(scope, id);
  if (!found) return 'not-found';
  if (found.state !== 'waiting') return 'conflict';
  return found.mayDecide ? null : 'not-allowed';
}

async function decided(
  { scope, input: { id }, audit }: { scope: Scope; input: { id: string }; audit: VerbAudit },
  decision: Parameters<typeof decide>[2],
): Promise<null> {
  const request = await findApproval(scope, id);
  if (!request) throw new DeskError('not-found');
  const { verb, subject, askedBy, job } = request;
  audit.note({ change: verb, about: subject, asker: askedBy, ...(job ? { job: job.id } : {}) });
  if (decision.reason) audit.note({ reason: decision.reason });
  await decide(scope, id, decision);
  return null;
}
