import { revalidatePath } from 'next/cache';
import type { z } from 'zod';
import type { AuditEntry } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { hasTypedPassword } from '@/lib/auth/reauthentication';
import { isInsideNext, isSameOrigin, readRequest } from '@/lib/auth/request';
import { findScope, type Scope, withFreshList } from '@/lib/auth/scope';
import { minutesUntil, releaseTry, reserveTry, type ThrottleRule } from '@/lib/auth/throttle';
import { recordThrottled } from '@/lib/auth/throttled-entry';
import { getDb } from '@/lib/db/client';
import type { AuditDetail, AuditOutcome } from '@/lib/db/tables/audit';
import { isVendorError } from '@/lib/doordeer/errors';
import { type ErrorCode, errorCodeOf, isDeskError, restSecondsOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { fieldErrors } from './field-errors';

export type ActionResult<T> =
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

/** What `run` may tell the audit log beyond "it was done". */
export type ActionAudit = {
  /** Adds to the outcome entry: counts, what was found. */
  note(detail: AuditDetail): void;
  /** The outcome when it is not plainly `done` although `run` returns: a lost answer, some of many failed. */
  outcome(outcome: AuditOutcome): void;
  /** An entry of its own, for one of many things that one action does. */
  record(entry: { subject: string; outcome: AuditOutcome; detail?: AuditDetail }): Promise<void>;
};

export type ActionContext<I> = { scope: Scope; input: I; audit: ActionAudit };

export type ActionDefinition<S extends z.ZodType, T> = {
  /** `<resource>.<verb>`: the action's name in the audit log. */
  name: string;
  input: S;
  /** Null: allowed. `not-found` for what is not this account's, so that nobody learns that it exists. */
  ability: (scope: Scope, input: z.output<S>) => ErrorCode | null | Promise<ErrorCode | null>;
  /** Done also while the cloud's refusal of the account's password is being checked: it takes something back, or ends it. */
  whileInDoubt?: true;
  /** Waits for a fresh device list, and is refused without one. For every change of who may open a door. */
  freshList?: true;
  /** True when the password must have been typed again within the last 10 minutes. */
  needsPassword?: (input: z.output<S>) => boolean;
  run: (context: ActionContext<z.output<S>>) => Promise<T>;
  /** Paths whose pages show what changed. */
  revalidate?: string[] | ((input: z.output<S>) => string[]);
  /** What the action is done to, for the audit log. Never a secret, never a doorcode's digits. */
  subject?: (input: z.output<S>) => string;
};

/**
 * The one way to write: origin → session → input → doubt → ability → password → audit intent → run → audit outcome →
 * revalidate. Expected outcomes are answered, never thrown. When the intent cannot be written, nothing is done.
 */
export function defineAction<S extends z.ZodType, T>(
  definition: ActionDefinition<S, T>,
): (raw: unknown) => Promise<ActionResult<T>> {
  return (raw) => answered(definition.name, () => perform(definition, raw));
}

async function perform<S extends z.ZodType, T>(
  definition: ActionDefinition<S, T>,
  raw: unknown,
): Promise<ActionResult<T>> {
  const { headers } = await readRequest();
  if (!isSameOrigin(headers)) return { ok: false, code: 'not-allowed' };
  const found = await findScope();
  if (!found) return { ok: false, code: 'signed-out' };
  const parsed = definition.input.safeParse(plainOf(raw));
  if (!parsed.success) return { ok: false, code: 'invalid-input', fields: fieldErrors(parsed.error) };
  const input = parsed.data;
  const scope = definition.freshList ? await withFreshList(found) : found;
  const who = {
    workspaceId: scope.workspaceId,
    actor: scope.actor,
    account: scope.account,
    role: scope.role,
    action: definition.name,
    subject: definition.subject?.(input) ?? '',
  };

  const refusal = hindranceOf(definition, scope) ?? (await definition.ability(scope, input));
  if (refusal) {
    await recordAudit(getDb(), { ...who, outcome: 'refused', detail: { code: refusal } });
    return { ok: false, code: refusal };
  }
  if (definition.needsPassword?.(input) && !(await hasTypedPassword(scope.sessionId))) {
    await recordAudit(getDb(), { ...who, outcome: 'refused', detail: { code: 'password-needed' } });
    return { ok: false, code: 'password-needed' };
  }

  return audited(who, async (audit) => {
    const data = await definition.run({ scope, input, audit });
    const { revalidate = [] } = definition;
    const paths = typeof revalidate === 'function' ? revalidate(input) : revalidate;
    if (isInsideNext()) for (const path of paths) revalidatePath(path);
    return data;
  });
}

function hindranceOf(
  { whileInDoubt, freshList }: Pick<ActionDefinition<z.ZodType, unknown>, 'whileInDoubt' | 'freshList'>,
  scope: Scope,
): ErrorCode | null {
  if (scope.inDoubt && !whileInDoubt) return 'cloud-in-doubt';
  return freshList && !scope.listIsFresh ? 'cloud-list-outdated' : null;
}

export type PublicActionDefinition<S extends z.ZodType, T> = {
  name: string;
  input: S;
  /** Every limit that a try must pass; each try counts that may have reached the cloud, whatever comes of it. */
  throttle: (input: z.output<S>) => ThrottleRule[];
  run: (context: { input: z.output<S>; audit: ActionAudit }) => Promise<T>;
  /** The account that is asked for: it goes into the audit log as who did it. */
  account: (input: z.output<S>) => string;
};

/** A write for strangers: sign up, forgotten password. Origin → input → throttle → audit intent → run → outcome. */
export function definePublicAction<S extends z.ZodType, T>(
  definition: PublicActionDefinition<S, T>,
): (raw: unknown) => Promise<ActionResult<T>> {
  return (raw) =>
    answered(definition.name, async () => {
      const { headers } = await readRequest();
      if (!isSameOrigin(headers)) return { ok: false, code: 'not-allowed' };
      const parsed = definition.input.safeParse(plainOf(raw));
      if (!parsed.success) return { ok: false, code: 'invalid-input', fields: fieldErrors(parsed.error) };
      const input = parsed.data;
      const account = definition.account(input);
      const who = {
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
        await recordThrottled(rule, who);
        return { ok: false, code: 'throttled', minutes: minutesUntil(reserved.retryAt) };
      }
      return audited(who, (audit) => definition.run({ input, audit })).catch(async (error) => {
        if (neverArrived(error)) await giveBack();
        throw error;
      });
    });
}

/** The cloud was not reached, or did not look at it: nobody was written to, so it was no try. */
function neverArrived(error: unknown): boolean {
  return isVendorError(error) && error.kind === 'transport' && error.outcome === 'rejected';
}

/** Intent, deed, outcome. */
async function audited<T>(
  who: Omit<AuditEntry, 'outcome' | 'detail' | 'intentSeq'>,
  deed: (audit: ActionAudit) => Promise<T>,
): Promise<ActionResult<T>> {
  const intentSeq = await recordAudit(getDb(), { ...who, outcome: 'intent' });
  let detail: AuditDetail = {};
  let outcome: AuditOutcome = 'done';
  const audit: ActionAudit = {
    note: (more) => {
      detail = { ...detail, ...more };
    },
    outcome: (found) => {
      outcome = found;
    },
    record: async (entry) => {
      await recordAudit(getDb(), { ...who, ...entry });
    },
  };
  try {
    const data = await deed(audit);
    await recordOutcome({ ...who, outcome, detail, intentSeq });
    return { ok: true, data };
  } catch (error) {
    await recordOutcome({
      ...who,
      outcome: outcomeOf(error),
      detail: { ...detail, code: errorCodeOf(error) },
      intentSeq,
    });
    throw error;
  }
}

/** The deed is done by now: an entry that fails here leaves the intent standing alone, which says "not known". */
async function recordOutcome(entry: AuditEntry): Promise<void> {
  await recordAudit(getDb(), entry).catch(() => {});
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

async function answered<T>(name: string, run: () => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await run();
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'unexpected') log.error({ err: error, action: name }, 'action failed');
    const fields = isDeskError(error) ? error.fields : undefined;
    const seconds = restSecondsOf(error);
    return { ok: false, code, ...(fields ? { fields } : {}), ...(seconds ? { seconds } : {}) };
  }
}

/** A form's fields as an object; anything else goes to the schema as it is. */
function plainOf(raw: unknown): unknown {
  return raw instanceof FormData ? Object.fromEntries(raw) : raw;
}
