/** `open`: an intent without an outcome, because the process died. */
export const auditStates = ['done', 'refused', 'failed', 'unknown', 'open'] as const;
export type AuditState = (typeof auditStates)[number];
