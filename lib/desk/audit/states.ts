/**
 * `open`: an intent without an outcome, because the process died. `held`: Doordesk asked for something first. The log stores
 * it as a refusal with one of `heldCodes`.
 */
export const auditStates = ['done', 'held', 'refused', 'failed', 'unknown', 'open'] as const;
export type AuditState = (typeof auditStates)[number];

/** Who it is, or another member's approval. */
export const heldCodes = ['password-needed', 'identity-needed', 'approval-needed'] as const;

/** What calls the cloud through a vendor account. All else stays in Doordesk, or is done by the account's holder. */
const sentActions: readonly string[] = [
  'doorcodes.issue',
  'doorcodes.retry',
  'doorcodes.revoke',
  'masters.assign',
  'masters.remove',
  'masters.replace',
  'rooms.reveal',
  'shares.add',
  'shares.remove',
];

/** Whether an entry tells of something that went through its account, or may have. */
export function wentThrough({
  action,
  outcome,
  detail,
  isTried,
}: {
  action: string;
  outcome: AuditState;
  detail: Readonly<Record<string, unknown>>;
  /** It follows an intent. */
  isTried: boolean;
}): boolean {
  if (!sentActions.includes(action) || typeof detail.waits === 'string') return false;
  return isTried || outcome === 'open' || detail.state !== undefined;
}
