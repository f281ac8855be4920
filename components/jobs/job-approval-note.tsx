'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { JobApproval } from '@/lib/jobs/data';

/** What a job that ends many things waits for, and how that ended. */
export function JobApprovalNote({ approval, actor }: { approval: JobApproval; actor: string }) {
  const t = useTranslations('jobs.approval');
  const common = useTranslations('common');
  const { state, things, endedBefore, until, decidedBy, decidedAt, reason } = approval;
  if (state === 'waiting')
    return (
      <Notice
        tone="warn"
        title={t('waitsTitle')}
        action={
          <Link href="/approvals" className="inline-flex min-h-8 items-center">
            {common('openApprovals')}
          </Link>
        }
      >
        <p>{t.rich('waitsText', { things, until: () => <RelativeTime key="until" at={until} /> })}</p>
        {endedBefore > 0 ? (
          <p>
            <SafeText>{t('before', { count: endedBefore, actor })}</SafeText>
          </p>
        ) : null}
      </Notice>
    );
  const tone = state === 'used' ? 'good' : 'neutral';
  const by = {
    name: () => <SafeText key="by">{decidedBy ?? ''}</SafeText>,
    time: () => (decidedAt ? <RelativeTime key="at" at={decidedAt} /> : null),
  };
  return (
    <Notice tone={tone} quiet>
      {state === 'used' || state === 'approved' ? (
        <span key="approved">{t.rich('approved', by)}</span>
      ) : state === 'refused' ? (
        <span key="refused">
          {t.rich('refused', { ...by, reason: () => <SafeText key="why">{reason}</SafeText> })}
        </span>
      ) : (
        <span key="ended">{t(state)}</span>
      )}
    </Notice>
  );
}
