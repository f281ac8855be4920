import type { z } from 'zod';
import { readNetwork } from '@/lib/auth/client-network';
import { hasConfirmedIdentity, neededProof } from '@/lib/auth/confirm-identity';
import { cutTo } from '@/lib/auth/cut-lists';
import { isKnownAccount } from '@/lib/auth/leave-notice';
import { withFreshList } from '@/lib/auth/read-fresh-list';
import type { Scope } from '@/lib/auth/scope';
import { entryOfScope, readClient } from '@/lib/auth/scope-entry';
import { minutesUntil, releaseTry, reserveTry, type ThrottleRule } from '@/lib/auth/throttle';
import { recordThrottled } from '@/lib/auth/throttled-entry';
import { waitForStep } from '@/lib/auth/wait-for-step';
import { getDb } from '@/lib/db/client';
import { isVendorError } from '@/lib/doordeer/errors';
import { type ErrorCode, errorCodeOf, isDeskError, restSecondsOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { fieldErrors } from '@/lib/text/field-errors';
import { beginEnding, type Ended } from './approvals/begin-ending';
import { type ApprovalNeed, askPermission } from './approvals/requests';
import { namedBuildings } from './named-buildings';
import { auditLog, counted, type Deed, type Journal, runAudited, type VerbAudit } from './run-audited';
import { unmetCondition, type VerbConditions } from './verb-conditions';

export type VerbResult<T> =
  | { ok: true; data: T }
  | {
      ok: false;
      code: ErrorCode;
      fields?: Record<string, string>;
      minutes?: number;
      /** The cloud may be asked again after this many seconds. */
      seconds?: number;
      /** The request that waits, with `approval-needed`. */
      approval?: string;
    };

/** The vendor's calls of a job give way to calls that a person waits for. */
export type VerbPriority = 'person' | 'job';

export type VerbContext = {
  scope: Scope;
  priority?: VerbPriority;
  /** Where intent and outcome are written: the audit log, unless a job writes them together with its step. */
  journal?: Journal;
};

export type VerbDefinition<S extends z.ZodType, T> = VerbConditions & {
  name: string;
  /** What the audit log calls it, where that depends on what is there. Else `name`. */
  action?: (input: z.output<S>, scope: Scope) => string | Promise<string>;
  input: S;
  /** Null means allowed. `not-found` is for what is not this account's, so that a stranger does not learn that it exists. */
  ability: (scope: Scope, input: z.output<S>) => ErrorCode | null | Promise<ErrorCode | null>;
  /** Every limit that a try must pass. Each try counts, whatever its outcome. */
  throttle?: (scope: Scope) => ThrottleRule[];
  /** True if the person must have shown within the last 10 minutes who they are: see `confirmIdentity`. */
  needsIdentity?: (input: z.output<S>, scope: Scope) => boolean | Promise<boolean>;
  /**
   * What a second member has to approve first, where the workspace is set so; null: nothing. Not asked of a job's steps: the
   * job was approved as a whole.
   */
  needsApproval?: (input: z.output<S>, scope: Scope) => ApprovalNeed | null | Promise<ApprovalNeed | null>;
  /** What it ends. It is counted by the hour when the intent is written, so such a verb has no `throttle`. */
  ends?: (input: z.output<S>, scope: Scope) => Ended | null | Promise<Ended | null>;
  run: (context: {
    scope: Scope;
    input: z.output<S>;
    audit: VerbAudit;
    priority: VerbPriority;
    /** Another member agreed. */
    approved: boolean;
  }) => Promise<T>;
  /** A name that a person recognises, of what they may see. Never a secret, never a doorcode's digits. */
  subject?: (input: z.output<S>, scope: Scope) => string | Promise<string>;
  /** The buildings that it is about, for the audit log, where its input names none. */
  about?: (input: z.output<S>, scope: Scope) => Promise<string[] | null>;
  /** The connection that the change goes through: the audit log names it. May throw a DeskError: then nothing is done. */
  through?: (scope: Scope, input: z.output<S>) => Scope | Promise<Scope>;
};

export type Verb<_S extends z.ZodType, T> = {
  (call: { ctx: VerbContext; input: unknown }): Promise<VerbResult<T>>;
  /** Why it would be refused now, before any password. For callers that must know before they read anything. */
  refuse(call: { ctx: VerbContext; input: unknown }): Promise<ErrorCode | null>;
};

/**
 * The one way to change something: input → capability → doubt → device list → ability → identity → approval → tries → audit
 * intent → run → audit outcome. Expected outcomes are returned, not thrown. If the intent cannot be written, nothing is done.
 */
export function defineVerb<S extends z.ZodType, T>(definition: VerbDefinition<S, T>): Verb<S, T> {
  return Object.assign(
    ({ ctx, input }: { ctx: VerbContext; input: unknown }) =>
      answered(definition.name, () => perform(definition, { ctx, raw: input })),
    {
      async refuse({ ctx, input }: { ctx: VerbContext; input: unknown }) {
        const parsed = definition.input.safeParse(input);
        if (!parsed.success) return 'invalid-input' as const;
        return refusalOf(definition, cutFor(definition, ctx.scope), parsed.data);
      },
    },
  );
}

function cutFor<S extends z.ZodType, T>({ needs }: VerbDefinition<S, T>, scope: Scope): Scope {
  return needs ? cutTo(scope, needs) : scope;
}

async function refusalOf<S extends z.ZodType, T>(
  definition: VerbDefinition<S, T>,
  scope: Scope,
  input: z.output<S>,
): Promise<ErrorCode | null> {
  return unmetCondition(definition, scope) ?? definition.ability(scope, input);
}

async function perform<S extends z.ZodType, T>(
  definition: VerbDefinition<S, T>,
  { ctx, raw }: { ctx: VerbContext; raw: unknown },
): Promise<VerbResult<T>> {
  const parsed = definition.input.safeParse(raw);
  if (!parsed.success) return { ok: false, code: 'invalid-input', fields: fieldErrors(parsed.error) };
  const input = parsed.data;
  const { priority = 'person', journal = auditLog } = ctx;
  const known = definition.freshList ? await withFreshList(ctx.scope) : ctx.scope;
  const scope = cutFor(definition, known);
  const deed: Deed = {
    ...(await entryOfScope(scope)),
    action: (await definition.action?.(input, scope)) ?? definition.name,
    subject: (await definition.subject?.(input, scope)) ?? '',
    buildings: definition.about ? await definition.about(input, known) : namedBuildings(known, input),
  };
  const refusal =
    (await refusalOf(definition, scope, input)) ??
    ((await definition.needsIdentity?.(input, scope)) && !(await hasConfirmedIdentity(scope.sessionId))
      ? neededProof(scope)
      : null);
  if (refusal) {
    await journal.refused(deed, refusal);
    return { ok: false, code: refusal };
  }
  const through = await throughOf(definition, scope, input);
  if ('code' in through) {
    await journal.refused(deed, through.code);
    return { ok: false, code: through.code };
  }
  const { account, role, connectionId } = through;
  const named = { ...deed, account, role, connectionId };
  const isOfJob = priority === 'job';
  const ended = isOfJob ? null : await definition.ends?.(input, scope);
  const begun = ended ? await beginEnding(scope, ended, named) : null;
  const need = isOfJob ? null : (begun?.need ?? (await definition.needsApproval?.(input, scope)));
  const permission = need ? await askPermission(scope, { verb: definition.name, input, need }) : null;
  if (permission?.state === 'waits') {
    await journal.refused(deed, 'approval-needed');
    return { ok: false, code: 'approval-needed', approval: permission.id };
  }
  const tries = await reserveTries(definition.throttle?.(scope) ?? [], deed);
  if (!tries.ok) return tries;
  const approval = permission?.state === 'approved' ? permission.id : null;
  const ready = begun?.intent ?? null;
  const data = await runAudited({ deed: named, journal, approval, ready }, (audit) =>
    definition.run({ scope, input, audit, priority, approved: approval !== null }),
  );
  return { ok: true, data };
}

async function throughOf<S extends z.ZodType, T>(
  { through }: VerbDefinition<S, T>,
  scope: Scope,
  input: z.output<S>,
): Promise<Scope | { code: ErrorCode }> {
  try {
    return (await through?.(scope, input)) ?? scope;
  } catch (error) {
    if (!isDeskError(error)) throw error;
    return { code: error.code };
  }
}

export type PublicVerbDefinition<S extends z.ZodType, T> = {
  name: string;
  input: S;
  /** A check of the input that costs time. Each one counts against limits of its own. Returns what is wrong by field. */
  check?: {
    throttle: (network: string) => ThrottleRule[];
    run: (input: z.output<S>) => Promise<Record<string, string> | null>;
  };
  /** Every limit that a try must pass. Each try that may have reached the cloud counts, whatever its outcome. */
  throttle: (input: z.output<S>, network: string) => ThrottleRule[];
  run: (context: { input: z.output<S>; audit: VerbAudit }) => Promise<T>;
  account: (input: z.output<S>) => string;
};

export type PublicVerb<T> = (call: { input: unknown }) => Promise<VerbResult<T>>;

/** For visitors who are not signed in: sign up, forgotten password. Input → check → throttle → run → audit. */
export function definePublicVerb<S extends z.ZodType, T>(
  definition: PublicVerbDefinition<S, T>,
): PublicVerb<T> {
  return async ({ input: raw }) => {
    const began = performance.now();
    const answer = await answered<T>(definition.name, async () => {
      const parsed = await definition.input.safeParseAsync(raw);
      if (!parsed.success) return { ok: false, code: 'invalid-input', fields: fieldErrors(parsed.error) };
      const input = parsed.data;
      const account = definition.account(input);
      const deed: Deed = {
        ...(await readClient()),
        workspaceId: null,
        actor: account,
        account,
        role: null,
        action: definition.name,
        subject: account,
      };
      const network = await readNetwork();
      const journal = (await isKnownAccount(getDb(), account)) ? auditLog : counted;
      const { check } = definition;
      if (check) {
        const checks = await reserveTries(check.throttle(network), deed, journal);
        if (!checks.ok) return checks;
        const fields = await check.run(input);
        if (fields) return { ok: false, code: 'invalid-input', fields };
      }
      const tries = await reserveTries(definition.throttle(input, network), deed, journal);
      if (!tries.ok) return tries;
      try {
        const data = await runAudited({ deed, journal }, (audit) => definition.run({ input, audit }));
        return { ok: true, data };
      } catch (error) {
        if (neverArrived(error)) await tries.giveBack();
        throw error;
      }
    });
    await waitForStep(began);
    return answer;
  };
}

type Tries =
  | { ok: true; giveBack: () => Promise<unknown> }
  | { ok: false; code: 'throttled'; minutes: number };

async function reserveTries(rules: ThrottleRule[], deed: Deed, journal?: Journal): Promise<Tries> {
  const tries: number[] = [];
  const giveBack = () => Promise.all(tries.map((id) => releaseTry(id)));
  for (const rule of rules) {
    const reserved = await reserveTry(rule, { settled: true });
    if (reserved.ok) {
      tries.push(reserved.id);
      continue;
    }
    await giveBack();
    if (journal === counted) await counted.refused(deed, 'throttled');
    else await recordThrottled(rule, deed);
    return { ok: false, code: 'throttled', minutes: minutesUntil(reserved.retryAt) };
  }
  return { ok: true, giveBack };
}

/** The cloud did not process the call, so it sent no message to a person: this was not a try. */
function neverArrived(error: unknown): boolean {
  return isVendorError(error) && error.kind === 'transport' && error.outcome === 'rejected';
}

async function answered<T>(name: string, run: () => Promise<VerbResult<T>>): Promise<VerbResult<T>> {
  try {
    return await run();
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'unexpected') log.error({ err: error, action: name }, 'a change failed');
    const fields = isDeskError(error) ? error.fields : undefined;
    const seconds = restSecondsOf(error);
    return { ok: false, code, ...(fields ? { fields } : {}), ...(seconds ? { seconds } : {}) };
  }
}
