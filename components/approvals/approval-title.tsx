import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';
import type { ApprovalRow } from '@/lib/desk/approvals/data';

/** What was asked for, in the words of its job or of the audit log. Only on the server, which has both. */
export function ApprovalTitle({ request: { verb, job } }: { request: Pick<ApprovalRow, 'verb' | 'job'> }) {
  const jobs = useTranslations('jobs.kinds');
  const made = useTranslations('table.codes');
  const t = useTranslations('audit.actions');
  if (job) {
    const { master = '', doorcode } = job.params;
    return <SafeText>{jobs(job.kind, { master, name: doorcode?.name || made('unnamed') })}</SafeText>;
  }
  // Every verb has words in the audit log: `lib/audit/words.test.ts`.
  const action = verb as Parameters<typeof t>[0];
  return <span>{t.has(action) ? t(action) : verb}</span>;
}
