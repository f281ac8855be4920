import type { z } from 'zod';
import type { AuditEntry } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { hasTypedPassword } from '@/lib/auth/confirm-password';
import { type Scope, withFreshList } from '@/lib/auth/scope';
import { minutesUntil, releaseTry, reserveTry, type ThrottleRule } from '@/lib/auth/throttle';
import { recordThrottled } from '@/lib/auth/throttled-entry';
import { getDb } from '@/lib/db/client';
import type { AuditDetail, AuditOutcome } from '@/lib/db/tables/audit';
import { isVendorError } from '@/lib/doordeer/errors';
import { type ErrorCode, errorCodeOf, isDeskError, restSecondsOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { fieldErrors } from '@/lib/text/field-errors';

export type VerbResult<T> =
  | { ok: true; data: T }
  | {
      ok: false;
      code: ErrorCode;
      /** Field → key under `errors.fields`. */
      fields?: Record<string, string>;
      /** With `throttled`: how long to wait. */
      minutes?: number;
      /** After so long the cloud may be asked again. */
      seconds?: number;
    };

/** Whether a person waits for it: the vendor's calls of a job come second. */
export type VerbPriority = 'person' | 'background';

/** Who does it and how: the proven scope with its actor, and what the transport brings. */
export type VerbContext = {
  scope: Scope;
  /** `person` unless a job says otherwise. */
  priority?: VerbPriority;
  /** Where intent and outcome are written: the audit log, unless a job writes them together with its step. */
  journal?: Journal;
};

/** Without outcome and detail: what an entry says before anything is done. */
export type Deed = Omit<AuditEntry, 'outcome' | 'detail' | 'intentSeq'>;

export type Ending = {
  outcome: AuditOutcome;
  detail: AuditDetail;
  result: { data: unknown } | { error: unknown };
};

export type Journal = {
  /** Answers the number of the intent. When it rejects, nothing is done. */
  intent(deed: Deed): Promise<number>;
  outcome(deed: Deed, ending: Ending & { intentSeq: number }): Promise<void>;
  refused(deed: Deed, code: ErrorCode): Promise<void>;
};

/** What `run` may say to the audit log beyond "it was done". */
export type VerbAudit = {
  /** Adds to the entry of the outcome: counts, what was found. */
  note(detail: AuditDetail): void;
  /** The outcome when it is not `done` although `run` returns: a lost answer, some of many failed. */
  outcome(outcome: AuditOutcome): void;
  /** An entry of its own, for one of many things that one verb does. */
  record(entry: { subject: string; outcome: AuditOutcome; detail?: AuditDetail }): Promise<void>;
};

export type VerbDefinition<S extends z.ZodType, T> = {
  /** `<resource>.<verb>`: its name in the audit log. */
  name: string;
  input: S;
  /** Null: allowed. `not-found` for what is not this account's, so that a stranger does not learn that it exists. */
  ability: (scope: Scope, input: z.output<S>) => ErrorCode | null | Promise<ErrorCode | null>;
  /** Done also while the cloud's refusal of the account's password is being checked: it takes something back, or ends it. */
  whileInDoubt?: true;
  /** Waits for a fresh device list, and is refused without one. For every change of who may open a door. */
  freshList?: true;
  /** True when the password must have been typed again within the last 10 minutes. */
  needsPassword?: (input: z.output<S>) => boolean;
  run: (context: {
    scope: Scope;
    input: z.output<S>;
    audit: VerbAudit;
    priority: VerbPriority;
  }) => Promise<T>;
  /** What it is done to, for the audit log. Never a secret, never a doorcode's digits. */
  subject?: (input: z.output<S>) => string;
};

export type Verb<_S extends z.ZodType, T> = {
  /** `input` as a stranger may have sent it: the schema says what of it counts. */
  (call: { ctx: VerbContext; input: unknown }): Promise<VerbResult<T>>;
  /** Why it would be refused now, before any password; null: it would not. For who has to know before anything is read. */
  refuse(call: { ctx: VerbContext; input: unknown }): Promise<ErrorCode | null>;
};

/**
 * The one way to change something: input → doubt → device list → ability → password → audit intent → run → audit outcome. Expected
 * outcomes are answered, never thrown. When the intent cannot be written, nothing is done.
 */
export function defineVerb<S extends z.ZodType, T>(definition: VerbDefinition<S, T>): Verb<S, T> {
  return Object.assign(
    ({ ctx, input }: { ctx: VerbContext; input: unknown }) =>
      answered(definition.name, () => perform(definition, { ctx, raw: input })),
    {
      async refuse({ ctx, input }: { ctx: VerbContext; input: unknown }) {
        const parsed = definition.input.safeParse(input);
        return parsed.success ? refusalOf(definition, ctx.scope, parsed.data) : ('invalid-input' as const);
      },
    },
  );
}

async function refusalOf<S extends z.ZodType, T>(
  { whileInDoubt, freshList, ability }: VerbDefinition<S, T>,
  scope: Scope,
  input: z.output<S>,
): Promise<ErrorCode | null> {
  if (scope.inDoubt && !whileInDoubt) return 'cloud-in-doubt';
  if (freshList && !scope.listIsFresh) return 'cloud-list-outdated';
  return ability(scope, input);
}

async function perform<S extends z.ZodType, T>(
  definition: VerbDefinition<S, T>,
  { ctx, raw }: { ctx: VerbContext; raw: unknown },
): Promise<VerbResult<T>> {
  const parsed = definition.input.safeParse(raw);
  if (!parsed.success) return { ok: false, code: 'invalid-input', fields: fieldErrors(parsed.error) };
  const input = parsed.data;
  const { priority = 'person', journal = auditLog } = ctx;
  const scope = definition.freshList ? await withFreshList(ctx.scope) : ctx.scope;
  const deed: Deed = {
    workspaceId: scope.workspaceId,
    actor: scope.actor,
    account: scope.account,
    role: scope.role,
    action: definition.name,
    subject: definition.subject?.(input) ?? '',
  };
  const refusal =
    (await refusalOf(definition, scope, input)) ??
    (definition.needsPassword?.(input) && !(await hasTypedPassword(scope.sessionId))
      ? 'password-needed'
      : null);
  if (refusal) {
    await journal.refused(deed, refusal);
    return { ok: false, code: refusal };
  }
  return audited({ deed, journal }, (audit) => definition.run({ scope, input, audit, priority }));
}

export type PublicVerbDefinition<S extends z.ZodType, T> = {
  name: string;
  input: S;
  /** Every limit that a try must pass; each try counts that may have reached the cloud, whatever comes of it. */
  throttle: (input: z.output<S>) => ThrottleRule[];
  run: (context: { input: z.output<S>; audit: VerbAudit }) => Promise<T>;
  /** The account that is asked for: it goes into the audit log as who did it. */
  account: (input: z.output<S>) => string;
};

export type PublicVerb<T> = (call: { input: unknown }) => Promise<VerbResult<T>>;

/** For strangers: sign up, forgotten password. Input → throttle → audit intent → run → outcome. */
export function definePublicVerb<S extends z.ZodType, T>(
  definition: PublicVerbDefinition<S, T>,
): PublicVerb<T> {
  return ({ input: raw }) =>
    answered(definition.name, async () => {
      const parsed = definition.input.safeParse(raw);
      if (!parsed.success) return { ok: false, code: 'invalid-input', fields: fieldErrors(parsed.error) };
      const input = parsed.data;
      const account = definition.account(input);
      const deed: Deed = {
        workspaceId: null,
        actor: account,
        account,
        role: null,
        action: definition.name,
        subject: account,
      };
      const tries: number[] = [];
      const giveBack = () => Promise.all(tries.map((id) => releaseTry(id)));
      for (const rule of definition.throttle(input)) {
        const reserved = await reserveTry(rule, { settled: true });
        if (reserved.ok) {
          tries.push(reserved.id);
          continue;
        }
        await giveBack();
        await recordThrottled(rule, deed);
        return { ok: false, code: 'throttled', minutes: minutesUntil(reserved.retryAt) };
      }
      return audited({ deed, journal: auditLog }, (audit) => definition.run({ input, audit })).catch(
        async (error) => {
          if (neverArrived(error)) await giveBack();
          throw error;
        },
      );
    });
}

/** The cloud was not reached, or did not look at it: nothing was sent to a person, so it was no try. */
function neverArrived(error: unknown): boolean {
  return isVendorError(error) && error.kind === 'transport' && error.outcome === 'rejected';
}

const auditLog: Journal = {
  intent: (deed) => recordAudit(getDb(), { ...deed, outcome: 'intent' }),
  // It is done by now: an entry that fails here leaves the intent without an outcome, which says "not known".
  outcome: async (deed, { outcome, detail, intentSeq }) => {
    await recordAudit(getDb(), { ...deed, outcome, detail, intentSeq }).catch(() => {});
  },
  refused: async (deed, code) => {
    await recordAudit(getDb(), { ...deed, outcome: 'refused', detail: { code } });
  },
};

/** Intent, deed, outcome. */
async function audited<T>(
  { deed, journal }: { deed: Deed; journal: Journal },
  run: (audit: VerbAudit) => Promise<T>,
): Promise<VerbResult<T>> {
  const intentSeq = await journal.intent(deed);
  let detail: AuditDetail = {};
  let outcome: AuditOutcome = 'done';
  const audit: VerbAudit = {
    note: (more) => {
      detail = { ...detail, ...more };
    },
    outcome: (found) => {
      outcome = found;
    },
    record: async (entry) => {
      await recordAudit(getDb(), { ...deed, ...entry });
    },
  };
  let data: T;
  try {
    data = await run(audit);
  } catch (error) {
    await journal.outcome(deed, {
      outcome: outcomeOf(error),
      detail: { ...detail, code: errorCodeOf(error) },
      intentSeq,
      result: { error },
    });
    throw error;
  }
  await journal.outcome(deed, { outcome, detail, intentSeq, result: { data } });
  return { ok: true, data };
}

function outcomeOf(error: unknown): AuditOutcome {
  if (isVendorError(error)) {
    if (error.outcome === 'unknown') return 'unknown';
    return error.kind === 'result' ? 'refused' : 'failed';
  }
  const code = errorCodeOf(error);
  if (code === 'outcome-unknown') return 'unknown';
  return code === 'unexpected' || code === 'database-unavailable' || code === 'database-full'
    ? 'failed'
    : 'refused';
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
