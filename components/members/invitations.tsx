'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { toast } from '@/components/ui/toast';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { revokeInvitationAction } from '@/lib/members/roster/actions';
import type { OpenInvitation } from '@/lib/members/roster/data';
import { labelText } from '@/lib/text/visible-text';
import { useGrantsWords } from './grants-words';

export function Invitations({ invitations }: { invitations: OpenInvitation[] }) {
  const t = useTranslations('members.invitations');
  const words = useGrantsWords();
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [revoking, setRevoking] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function revoke({ id, name }: OpenInvitation) {
    setFailure(null);
    setRevoking(id);
    startTransition(async () => {
      const result = await answerOf(revokeInvitationAction({ id }));
      if (result.ok) toast(t('revoked', { name: labelText(name) }));
      else setFailure(result.code);
      setRevoking(null);
    });
  }

  return (
    <>
      {failure ? <ErrorNote code={failure} className="m-4" /> : null}
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => {
          const { id, name, email, madeBy, expiresAt, covered } = invitation;
          return (
            <li key={id} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-baseline gap-x-2 break-words">
                  <span className="font-medium">
                    <SafeText>{name}</SafeText>
                  </span>
                  {email ? (
                    <span className="min-w-0 break-all text-muted text-sm">
                      <SafeText>{email}</SafeText>
                    </span>
                  ) : null}
                </p>
                <p className="break-words">{words(invitation)}</p>
                <p className="break-words text-muted text-sm">
                  {t.rich('until', {
                    time: () => <RelativeTime at={expiresAt} />,
                    name: () => <SafeText>{madeBy}</SafeText>,
                  })}
                </p>
              </div>
              {covered ? (
                <Button
                  size="small"
                  pending={pending && revoking === id}
                  aria-label={t('revokeOne', { name: labelText(name) })}
                  onClick={() => revoke(invitation)}
                >
                  {t('revoke')}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}
