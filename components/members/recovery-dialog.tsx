'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOwnApproval } from '@/components/approvals/use-own-approval';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { Notice } from '@/components/ui/notice';
import { makeRecoveryLinkAction } from '@/lib/members/roster/actions';
import { labelText } from '@/lib/text/visible-text';
import { MadeLink } from './made-link';

/** Ends with the link, which is shown once. */
export function RecoveryDialog({
  member,
  onClose,
}: {
  member: { id: string; name: string };
  onClose: () => void;
}) {
  const t = useTranslations('members');
  const common = useTranslations('common');
  const [made, setMade] = useState<{ address: string; expiresAt: string } | null>(null);
  const gate = usePasswordGate(makeRecoveryLinkAction);
  const entry = useForm(gate.send, setMade);
  const name = labelText(member.name);
  const approval = useOwnApproval(made === null, { verb: 'members.recover', about: member.id });
  if (made) return <MadeLink title={t('recoverTitle', { name })} {...made} onClose={onClose} />;
  return (
    <>
      <FormDialog
        entry={entry}
        size="small"
        onClose={onClose}
        title={t('recoverTitle', { name })}
        confirm={t('recoverConfirm')}
        onSubmit={() => entry.submit({ id: member.id })}
      >
        <p>{t('recoverText', { name })}</p>
        {approval.by === null ? null : (
          <Notice tone="warn">{common('approvedFirst', { name: labelText(approval.by) })}</Notice>
        )}
      </FormDialog>
      {gate.prompt}
    </>
  );
}
