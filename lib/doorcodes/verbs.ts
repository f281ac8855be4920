import { z } from 'zod';
import { accountMayDoorcode, mayDoorcode, refuseDoorcode } from '@/lib/abilities/doorcodes';
import type { VerbAudit } from '@/lib/abilities/run-audited';
import { defineVerb } from '@/lib/abilities/verb';
import { namesAccounts } from '@/lib/auth/choose-caller';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { doorsSubject, throughDoors } from '@/lib/changes/at-doors';
import { auditOutcome, type ChangeOutcome, type ThroughOutcome, worstOutcome } from '@/lib/changes/outcome';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { pairOf } from '@/lib/devices/pair-key';
import { DeskError, errorCodeOf } from '@/lib/errors';
import { jobOfRequest, startJob } from '@/lib/jobs/mutations';
import { isSeveral, requireAgreed } from '@/lib/jobs/plan';
import { log } from '@/lib/log';
import { targetAt } from '@/lib/places/data';
import { planDoorcodes } from './bulk';
import { needsIdentityToIssue } from './confirm-rules';
import { findDoorcodes } from './data';
import { sentAtOnce } from './limits';
import * as write from './mutations';
import { renewRequests } from './renew-requests';
import { checkTargets, type IssuedRow, keepRequests, lacksConnection, readBatch, waitsAt } from './requests';
import { lostAfterMs } from './retry-rules';
import { batchQuery, doorcodeBulkStart, issueInput, revokeInput } from './schema';
import { findRequest, scopeOfRequest, sendRequest } from './send-request';

/** Few codes are asked for at once, many by a job. The same form sent again returns the first outcome. */
export const issueDoorcodes = defineVerb({
  name: 'doorcodes.issue',
  freshList: 'when-sent',
  input: issueInput,
  ability: async (scope, input) => {
    for (const target of input.targets) {
      const refusal = refuseDoorcode(scope, target, 'issue');
      if (refusal) return refusal;
    }
    await checkTargets(scope, input);
    return null;
  },
  needsIdentity: ({ targets, from, to }) => needsIdentityToIssue({ places: targets.length, from, to }),
  subject: ({ name, targets }, scope) => doorsSubject(scope, { doors: targets, what: name }),
  through: (scope, { targets, via }) =>
    lacksConnection(scope)
      ? scope
      : throughDoors(
          scope,
          { doors: via ? targets : targets.filter((target) => !waitsAt(scope, target)), via },
          accountMayDoorcode,
        ),
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
          params: {
            doorcode: { name: input.name, from: input.from, to: input.to },
            ...chosenOf(scope, input),
          },
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
    const sent = asked.filter(({ waits }) => !waits).map(({ id }) => id);
    // Accepted too. Sending those has an entry of its own.
    if (sent.length < asked.length)
      audit.note({ waits: 'no-connection', requests: asked.length - sent.length });
    if (sent.length > 0) await sendAll(scope, audit, sent);
    return { batch, jobId: null };
  },
});

function chosenOf({ callers }: Scope, { via }: { via?: string | undefined }) {
  const chosen = callers.find(({ connectionId }) => connectionId === via);
  return chosen ? { via: { connectionId: chosen.connectionId, account: chosen.account } } : {};
}

export const sendDoorcode = defineVerb({
  name: 'doorcodes.issue',
  freshList: true,
  input: z.object({ requestId: z.uuid() }),
  ability: async (scope, { requestId }) => {
    const place = await findRequest(scope, requestId);
    return place ? refuseDoorcode(scope, place, 'issue') : 'not-found';
  },
  subject: async ({ requestId }, scope) => {
    const request = await findRequest(scope, requestId);
    return request ? doorsSubject(scope, { doors: [request], what: request.name }) : requestId;
  },
  through: async (scope, { requestId }) => {
    const request = await findRequest(scope, requestId);
    return request ? scopeOfRequest(scope, request) : scope;
  },
  run: async ({ scope, input, audit, priority }) => {
    const request = await findRequest(scope, input.requestId);
    const room = request && channelOf(scope, request);
    if (room) audit.about([room.buildingName]);
    const outcome = await sendRequest(scope, input.requestId, priority);
    audit.outcome(auditOutcome(outcome));
    audit.note({ state: outcome.state, code: outcome.code ?? null });
    return outcome;
  },
});

/** Retries the codes of a form that were not made. Those of a job are retried on the job's page. */
export const retryDoorcodes = defineVerb({
  name: 'doorcodes.retry',
  freshList: true,
  input: batchQuery,
  ability: async (scope, { batch }) => {
    const rows = await readBatch(scope, batch);
    if (!rows) return 'not-found';
    if (lacksConnection(scope)) return 'no-connection';
    const refusals = rows.filter(isRetriedHere).map((row) => refuseDoorcode(scope, row, 'issue'));
    return refusals.find((refusal) => refusal !== null) ?? null;
  },
  needsIdentity: async ({ batch }, scope) => {
    const rows = ((await readBatch(scope, batch)) ?? []).filter(isRetriedHere);
    return rows.some(({ fromWall, toWall }) =>
      needsIdentityToIssue({ places: rows.length, from: fromWall, to: toWall }),
    );
  },
  subject: async ({ batch }, scope) => {
    const rows = (await readBatch(scope, batch)) ?? [];
    const again = rows.filter(isRetriedHere);
    const doors = again.length > 0 ? again : rows;
    return doorsSubject(scope, { doors, what: rows[0]?.name ?? batch });
  },
  about: async ({ batch }, scope) => {
    const rows = (await readBatch(scope, batch)) ?? [];
    return rows.length > 0 ? [...new Set(rows.map(({ building }) => building))] : null;
  },
  run: async ({ scope, input, audit }) => {
    const rows = ((await readBatch(scope, input.batch)) ?? []).filter(isRetriedHere);
    const nextTryAt = new Date(databaseNow() + lostAfterMs);
    const ids = rows.map(({ id }) => id);
    const renewed = await renewRequests(getDb(), scope, ids, { nextTryAt });
    if (renewed.size === 0) throw new DeskError('conflict');
    audit.about(rows.map(({ building }) => building));
    audit.note({ name: rows[0]?.name ?? '' });
    await sendAll(scope, audit, [...renewed.values()]);
    return null;
  },
});

function isRetriedHere({ retry }: IssuedRow): boolean {
  return retry !== null && retry.jobId === null;
}

async function sendAll(scope: Scope, audit: VerbAudit, ids: readonly string[]): Promise<void> {
  const outcomes = await Promise.all(
    ids.map(async (id): Promise<ChangeOutcome> => {
      try {
        return await sendRequest(scope, id);
      } catch (error) {
        log.error({ err: error, request: id }, 'a request for a doorcode failed');
        return { state: 'unknown', code: errorCodeOf(error) };
      }
    }),
  );
  const worst = worstOutcome(outcomes);
  audit.outcome(auditOutcome(worst));
  audit.note({ state: worst.state, code: worst.code ?? null, requests: ids.length });
}

export const revokeDoorcode = defineVerb({
  name: 'doorcodes.revoke',
  freshList: true,
  input: revokeInput,
  ability: async (scope, { id }) => {
    const [code] = await findDoorcodes(scope, [id]);
    return code ? refuseDoorcode(scope, code, 'revoke') : 'not-found';
  },
  ends: async ({ id }, scope) => {
    const [code] = await findDoorcodes(scope, [id]);
    return code ? { what: code.name, doors: [code] } : null;
  },
  subject: async ({ id }, scope) => {
    const [code] = await findDoorcodes(scope, [id]);
    return code ? [code.name, code.building, code.unit].filter(Boolean).join(' · ') : id;
  },
  about: async ({ id }, scope) => {
    const [code] = await findDoorcodes(scope, [id]);
    return code ? [code.building] : null;
  },
  through: (scope, { id }) => write.throughCode(scope, id),
  run: async ({ scope, input, audit, priority }): Promise<ThroughOutcome> => {
    const [code] = await findDoorcodes(scope, [input.id]);
    if (code) {
      audit.note({ name: code.name, room: `${code.building} · ${code.unit}`, door: code.door });
    }
    const outcome = await write.revokeDoorcode(scope, input.id, priority);
    audit.outcome(auditOutcome(outcome));
    audit.note({ state: outcome.state, code: outcome.code ?? null });
    if (outcome.state === 'failed') audit.unchanged();
    const through = code?.madeBy ?? (namesAccounts(scope) ? scope.account : null);
    return through ? { ...outcome, through } : outcome;
  },
});

export const startDoorcodesJob = defineVerb({
  name: 'doorcodes.bulk',
  freshList: 'when-sent',
  input: doorcodeBulkStart,
  ability: (scope) =>
    scope.channels.some((channel) => mayDoorcode(scope, channel, 'revoke')) ? null : 'not-allowed',
  needsIdentity: ({ selection }) => isSeveral(selection),
  subject: ({ expected }) => `revoke × ${expected}`,
  run: async ({ scope, input, audit }) => {
    const known = await jobOfRequest(scope, input.requestKey);
    if (known) return { jobId: known };
    const plan = await planDoorcodes(scope, input);
    requireAgreed(plan, input);
    audit.about(plan.steps.map(({ target }) => target.building));
    const jobId = await startJob(scope, plan, { requestKey: input.requestKey });
    audit.note({ job: jobId });
    return { jobId };
  },
});
