'use server';

import { defineAction } from '@/lib/action';
import { getDb } from '@/lib/db/client';
import { pairOf } from '@/lib/devices/pair';
import { errorCodeOf } from '@/lib/errors';
import { doorsSubject } from '@/lib/jobs/doors';
import { jobOfRequest, startJob } from '@/lib/jobs/mutations';
import { auditOutcome, type ChangeOutcome, worstOutcome } from '@/lib/jobs/outcome';
import { targetAt } from '@/lib/jobs/places';
import { isSeveral, requireAgreed } from '@/lib/jobs/preview';
import { log } from '@/lib/log';
import { mayDoorcode, refuseDoorcode } from './ability';
import { planDoorcodes } from './bulk';
import { findDoorcodes } from './data';
import { sendRequest } from './issue';
import { sentAtOnce } from './limits';
import { revokeDoorcode } from './mutations';
import { checkTargets, keepRequests } from './requests';
import { doorcodeBulkStart, issueInput, revokeInput } from './schema';

/**
 * Asks the cloud for one doorcode at each chosen place. Few are asked for at once, many by a job. Sent a second time,
 * the same form answers with what the first one did.
 */
export const issueDoorcodesAction = defineAction({
  name: 'doorcodes.issue',
  input: issueInput,
  ability: async (scope, input) => {
    for (const target of input.targets) {
      const refusal = refuseDoorcode(scope, target, 'issue');
      if (refusal) return refusal;
    }
    await checkTargets(scope, input);
    return null;
  },
  subject: ({ name, targets }) => doorsSubject(targets, name),
  run: async ({ scope, input, audit }) => {
    const { batch } = input;
    const known = await jobOfRequest(scope, batch);
    if (known) return { batch, jobId: known };
    const targets = await checkTargets(scope, input);
    if (targets.length > sentAtOnce) {
      const ids = new Map(targets.map(({ place }) => [pairOf(place), crypto.randomUUID()]));
      const jobId = await startJob(
        scope,
        {
          kind: 'issue-doorcodes',
          params: { doorcode: { name: input.name, from: input.from, to: input.to } },
          steps: targets.map(({ place }) => ({
            target: {
              ...targetAt(place),
              codeName: input.name,
              requestId: ids.get(pairOf(place)) ?? '',
            },
            verdict: 'change' as const,
          })),
        },
        {
          requestKey: batch,
          before: async (trx) => {
            await keepRequests(trx, scope, input, targets, { ids });
            return [];
          },
        },
      );
      audit.note({ job: jobId });
      return { batch, jobId };
    }
    const asked = await keepRequests(getDb(), scope, input, targets);
    const outcomes = await Promise.all(
      asked.map(async ({ id }): Promise<ChangeOutcome> => {
        try {
          return await sendRequest(scope, id);
        } catch (error) {
          log.error({ err: error, request: id }, 'sending a request for a doorcode broke');
          return { state: 'unknown', code: errorCodeOf(error) };
        }
      }),
    );
    const worst = worstOutcome(outcomes);
    audit.outcome(auditOutcome(worst));
    audit.note({ state: worst.state, code: worst.code ?? null, requests: asked.length });
    return { batch, jobId: null };
  },
  revalidate: ['/doorcodes', '/'],
});

export const revokeDoorcodeAction = defineAction({
  name: 'doorcodes.revoke',
  input: revokeInput,
  ability: async (scope, { id }) => {
    const [code] = await findDoorcodes(scope, [id]);
    return code ? refuseDoorcode(scope, code, 'revoke') : 'not-found';
  },
  subject: ({ id }) => id,
  run: async ({ scope, input, audit }) => {
    const [code] = await findDoorcodes(scope, [input.id]);
    if (code) audit.note({ name: code.name, room: `${code.building} · ${code.unit}`, door: code.door });
    const outcome = await revokeDoorcode(scope, input.id);
    audit.outcome(auditOutcome(outcome));
    audit.note({ state: outcome.state, code: outcome.code ?? null });
    return outcome;
  },
  revalidate: ['/doorcodes', '/'],
});

/** Starts a job; its page tells the rest. Revoking more than one needs the password typed again. */
export const startDoorcodesJobAction = defineAction({
  name: 'doorcodes.bulk',
  input: doorcodeBulkStart,
  ability: (scope) =>
    scope.channels.some((channel) => mayDoorcode(scope.role, channel.relation, 'revoke'))
      ? null
      : 'not-allowed',
  needsPassword: ({ selection }) => isSeveral(selection),
  subject: ({ expected }) => `revoke × ${expected}`,
  run: async ({ scope, input, audit }) => {
    const known = await jobOfRequest(scope, input.requestKey);
    if (known) return { jobId: known };
    const plan = await planDoorcodes(scope, input);
    requireAgreed(plan, input.expected);
    const jobId = await startJob(scope, plan, { requestKey: input.requestKey });
    audit.note({ job: jobId });
    return { jobId };
  },
  revalidate: ['/jobs'],
});
