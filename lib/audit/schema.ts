import type { z } from 'zod';
import { anyOf, anyText, dayFilter, exportQuery, tableQuery } from '@/lib/table/query';

/** `open`: an intent whose outcome was never written, because the process died on the way. */
export const auditStates = ['done', 'refused', 'failed', 'unknown', 'open'] as const;
export type AuditState = (typeof auditStates)[number];

export const auditQuery = tableQuery({
  sorts: ['at', 'action', 'actor', 'subject', 'outcome'],
  defaultDir: 'desc',
  filters: {
    action: anyText(100),
    outcome: anyOf(auditStates),
    actor: anyText(100),
    from: dayFilter(),
    to: dayFilter(),
  },
});
export type AuditQuery = z.output<typeof auditQuery>;

export const auditExportQuery = exportQuery(auditQuery);
