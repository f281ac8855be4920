import type { AuditEntry } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { countUnknown } from '@/lib/auth/count-unknown';
import { getDb } from '@/lib/db/client';
import type { AuditDetail, AuditOutcome } from '@/lib/db/tables/audit';
import { isVendorError } from '@/lib/doordeer/errors';
import type { Role } from '@/lib/doordeer/words';
import { type ErrorCode, errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { returnApproval, takeApproval } from './approvals/requests';

export type Deed = Omit<AuditEntry, 'outcome' | 'detail' | 'intentSeq'>;

export type Ending = {
  outcome: AuditOutcome;
  detail: AuditDetail;
  result: { data: unknown } | { error: unknown };
};

export type Journal = {
  /** Returns the number of the intent. When it rejects, nothing is done. */
  intent(deed: Deed): Promise<number>;
  outcome(deed: Deed, ending: Ending & { intentSeq: number }): Promise<void>;
  refused(deed: Deed, code: ErrorCode): Promise<void>;
};

export type VerbAudit = {
  note(detail: AuditDetail): void;
  /** The outcome when `run` returns but not all is done: a lost answer, or some of many failed. */
  outcome(outcome: AuditOutcome): void;
  /** `run` returns, but for certain nothing was done: an approval can be used again. */
  unchanged(): void;
  /** The buildings that it was about, where the input does not name them. */
  about(buildings: readonly string[]): void;
  record(entry: {
    subject: string;
    outcome: AuditOutcome;
    detail?: AuditDetail;
    /** Through which account, if another than that of the whole change. */
    account?: string;
    role?: Role;
    connectionId?: string;
  }): Promise<void>;
};

export const auditLog: Journal = {
  intent: (deed) => recordAudit(getDb(), { ...deed, outcome: 'intent' }),
  // The change is already made. If this entry fails, the intent keeps no outcome, which means "not known".
  outcome: async (deed, { outcome, detail, intentSeq }) => {
    await recordAudit(getDb(), { ...deed, outcome, detail, intentSeq }).catch(() => {});
  },
  refused: async (deed, code) => {
    await recordAudit(getDb(), { ...deed, outcome: 'refused', detail: { code } });
  },
};

/**
 * For accounts that never signed in here: any number of strangers can ask, and the audit log is never shortened. What they
 * ask for opens no door.
 */
export const counted: Journal = {
  intent: async () => 0,
  outcome: async ({ action }, { outcome, detail }) => countUnknown({ action, outcome, detail }),
  refused: async ({ action }, code) => countUnknown({ action, outcome: 'refused', detail: { code } }),
};

/** A deed whose intent is written, with what the outcome's detail repeats. */
export type Begun = AuditDetail & { intentSeq: number };

/**
 * Runs a deed between its two audit entries. If the intent cannot be written, nothing is done.
 * @param ready the intent, where it is written already
 * @param approval is used up with the intent, and given back if nothing was done
 */
export async function runAudited<T>(
  {
    deed,
    journal,
    approval = null,
    ready = null,
  }: { deed: Deed; journal: Journal; approval?: string | null; ready?: Begun | null },
  run: (audit: VerbAudit) => Promise<T>,
): Promise<T> {
  const { intentSeq, ...begun }: Begun =
    ready ??
    (approval && deed.workspaceId
      ? await takeApproval({ workspaceId: deed.workspaceId, id: approval }, deed)
      : { intentSeq: await journal.intent(deed) });
  let detail: AuditDetail = begun;
  let outcome: AuditOutcome = 'done';
  let about = deed;
  let isUnchanged = false;
  const audit: VerbAudit = {
    about: (names) => {
      about = { ...deed, buildings: [...new Set(names)] };
    },
    note: (more) => {
      detail = { ...detail, ...more };
    },
    outcome: (found) => {
      outcome = found;
    },
    unchanged: () => {
      isUnchanged = true;
    },
    record: async (entry) => {
      await recordAudit(getDb(), { ...about, ...entry });
    },
  };
  let data: T;
  try {
    data = await run(audit);
  } catch (error) {
    const failure = outcomeOf(error);
    await journal.outcome(about, {
      outcome: failure,
      detail: { ...detail, code: errorCodeOf(error) },
      intentSeq,
      result: { error },
    });
    if (approval && (failure === 'refused' || isRejected(error))) await giveBack(deed, approval);
    throw error;
  }
  await journal.outcome(about, { outcome, detail, intentSeq, result: { data } });
  if (approval && isUnchanged) await giveBack(deed, approval);
  return data;
}

/** The cloud did not do it. */
function isRejected(error: unknown): boolean {
  return isVendorError(error) && error.outcome === 'rejected';
}

/** It may fail, because the same was asked for again meanwhile. Then that request counts. */
async function giveBack({ workspaceId, action }: Deed, approval: string): Promise<void> {
  if (!workspaceId) return;
  await returnApproval(workspaceId, approval).catch((cause: unknown) =>
    log.warn({ err: cause, action }, 'an approval could not be given back'),
  );
}

function outcomeOf(error: unknown): AuditOutcome {
  if (isVendorError(error)) {
    if (error.outcome === 'unknown') return 'unknown';
    return error.kind === 'result' ? 'refused' : 'failed';
  }
  const code = errorCodeOf(error);
  if (code === 'outcome-unknown') return 'unknown';
  return code === 'unexpected' || code.startsWith('database-') ? 'failed' : 'refused';
}
