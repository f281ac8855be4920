import type { z } from 'zod';
import { anyOf, anyText, dayFilter, tableQuery } from '@/lib/table/query';
import { auditStates } from './states';

export const auditQuery = tableQuery({
  sorts: ['at', 'action', 'actor', 'subject', 'outcome'],
  defaultDir: 'desc',
  filters: {
    action: anyText(100),
    outcome: anyOf(auditStates),
    actor: anyText(100),
    member: anyText(40),
    from: dayFilter(),
    to: dayFilter(),
  },
});
export type AuditQuery = z.output<typeof auditQuery>;
