/** `open`: an intent whose outcome was never written, because the process died on the way. */
export const auditStates = ['done', 'refused', 'failed', 'unknown', 'open'] as const;
export type AuditState = (typeof auditStates)[number];
