'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isOpenRequest, useOwnRequests } from '@/components/approvals/use-own-requests';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
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
  const [made, setMade] = useState<{ address: string; expiresAt: string } | null>(null);
  const gate = usePasswordGate(makeRecoveryLinkAction);
  const entry = useForm(gate.send, setMade);
  const name = labelText(member.name);
  const requests = useOwnRequests(made === null, 'members.recover') ?? [];
  const open = requests.find((one) => isOpenRequest(one) && one.facts.about === member.id);
  if (made) return <MadeLink title={t('recoverTitle', { name })} {...made} onClose={onClose} />;
  return (
    <>
      <FormDialog
        entry={entry}
        size="small"
        request={open ?? requests.find(({ id }) => id === entry.approval) ?? null}
        onClose={onClose}
        title={t('recoverTitle', { name })}
        confirm={t('recoverConfirm')}
        onSubmit={() => entry.submit({ id: member.id })}
      >
        <p>{t('recoverText', { name })}</p>
      </FormDialog>
      {gate.prompt}
    </>
  );
}
