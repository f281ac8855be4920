'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useApprovalNews } from '@/components/approvals/use-approval-news';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { SafeText } from '@/components/ui/safe-text';
import type { ApprovalNews } from '@/lib/desk/approvals/data';

/** Says that another member has to agree, and what they decided. */
export function RevealWait({
  id,
  onApproved,
}: {
  id: string;
  /** Null: it is not, or not any more. */
  onApproved: (name: string | null) => void;
}) {
  const t = useTranslations('rooms.reveal');
  const common = useTranslations('common');
  const [request, setRequest] = useState<ApprovalNews['own'][number] | null>(null);
  const isOver = request !== null && request.state !== 'waiting' && request.state !== 'approved';
  useApprovalNews(!isOver, ({ own }) => {
    const found = own.find((one) => one.id === id) ?? null;
    setRequest(found);
    onApproved(found?.state === 'approved' ? (found.decidedBy ?? '') : null);
  });
  if (request?.state === 'approved') return null;
  if (request?.state === 'refused')
    return (
      <Notice tone="bad">
        <SafeText>
          {common('approvalRefused', { name: request.decidedBy ?? '', reason: request.reason })}
        </SafeText>
      </Notice>
    );
  if (isOver) return <Notice tone="neutral">{t('ended')}</Notice>;
  return (
    <Notice tone="warn">
      <span>{t('waits')} </span>
      <Link href="/approvals">{common('openApprovals')}</Link>
    </Notice>
  );
}
