'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { useOwnApproval } from '@/components/approvals/use-own-approval';
import { leavePage } from '@/components/auth/fetch-in-background';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { ErrorCode } from '@/lib/errors';
import { removeMemberAction } from '@/lib/members/roster/actions';
import type { RosterMember } from '@/lib/members/roster/data';
import { labelText } from '@/lib/text/visible-text';

export function RemoveDialog({
  member,
  onClose,
}: {
  member: Pick<RosterMember, 'id' | 'name' | 'isSelf' | 'removalWaits'>;
  onClose: () => void;
}) {
  const t = useTranslations('members');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const gate = usePasswordGate(removeMemberAction);
  const name = labelText(member.name);
  const approval = useOwnApproval(member.removalWaits, { verb: 'members.remove', about: member.id });
  const words = member.isSelf ? 'leave' : 'remove';

  function remove() {
    setFailure(null);
    startTransition(async () => {
      const run = () => gate.run({ id: member.id });
      const result = await (member.isSelf ? leavePage(run) : run());
      if (!result) return;
      if (!result.ok) setFailure(result.code);
      // The session has ended: only the sign-in page is left.
      else if (member.isSelf) window.location.assign('/');
      else {
        toast(t('removed', { name }));
        onClose();
      }
    });
  }

  return (
    <>
      <ConfirmDialog
        whileInDoubt
        open
        onClose={onClose}
        onConfirm={remove}
        title={t(`${words}Title`, { name })}
        description={t(`${words}Text`)}
        confirm={t(`${words}Confirm`, { name })}
        pending={pending}
        error={failure}
        approval={member.removalWaits ? approval : null}
      />
      {gate.prompt}
    </>
  );
}
