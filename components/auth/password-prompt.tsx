'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorNote } from '@/components/ui/error-note';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { confirmPasswordAction } from '@/lib/members/actions';
import { PasswordField } from './password-field';

/** Asks for the password again. `onConfirmed` then repeats the refused action. */
export function PasswordPrompt({
  open,
  onClose,
  onConfirmed,
}: {
  open: boolean;
  onClose: () => void;
  onConfirmed: () => void;
}) {
  const t = useTranslations('auth.prompt');
  const common = useTranslations('common');
  const form = useId();
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  // Not a transition: the action that waits for this answer would block it, and a wrong password could not be
  // corrected.
  const [pending, setPending] = useState(false);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // The prompt is inside other forms' dialogs. Their submit is not meant.
    event.stopPropagation();
    if (pending) return;
    const target = event.currentTarget;
    const password = String(new FormData(target).get('password'));
    setPending(true);
    const result = await answerOf(confirmPasswordAction({ password }));
    setPending(false);
    if (result.ok) {
      setFailure(null);
      target.reset();
      onConfirmed();
      return;
    }
    // The session has ended. The reloaded page redirects to sign-in, which says why.
    if (result.code === 'throttled' || result.code === 'signed-out') window.location.reload();
    setFailure(result.code);
  }

  function close() {
    setFailure(null);
    onClose();
  }

  const wrong = failure === 'wrong-password' || failure === 'invalid-input';
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('title')}
      description={t('text')}
      size="small"
      locked={pending}
      footer={
        <>
          <Button onClick={close} disabled={pending}>
            {common('cancel')}
          </Button>
          <Button tone="primary" type="submit" form={form} pending={pending}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={onSubmit} className="flex flex-col gap-3">
        {failure && !wrong ? <ErrorNote code={failure} /> : null}
        <PasswordField
          label={t('password')}
          name="password"
          autoComplete="current-password"
          maxLength={256}
          required
          autoFocus
          error={wrong ? t('wrong') : undefined}
        />
      </form>
    </Dialog>
  );
}
