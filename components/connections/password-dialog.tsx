'use client';

import { useTranslations } from 'next-intl';
import { PasswordField } from '@/components/auth/password-field';
import { FormDialog } from '@/components/forms/form-dialog';
import { toast } from '@/components/ui/toast';
import { giveConnectionPasswordAction } from '@/lib/connections/actions';
import { usePasswordForm } from './use-password-form';

/** Asks for the account's password, which the cloud checks. */
export function PasswordDialog({
  id,
  account,
  isFirst,
  isPaused,
  open,
  onClose,
}: {
  id: string;
  account: string;
  /** The account has no password here yet. */
  isFirst: boolean;
  /** With a new password it works again. */
  isPaused: boolean;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('connections');
  const entry = usePasswordForm(giveConnectionPasswordAction, () => {
    toast(t(isFirst ? 'done.connect' : 'done.password', { account }));
    onClose();
  });

  function close() {
    entry.clear();
    onClose();
  }

  return (
    <FormDialog
      whileInDoubt
      entry={entry}
      open={open}
      onClose={close}
      size="small"
      title={t(isFirst ? 'firstTitle' : 'passwordTitle', { account })}
      description={t(isFirst ? 'firstText' : 'passwordText')}
      confirm={t('passwordConfirm')}
      onSubmit={(form) => entry.submit({ id, password: String(new FormData(form).get('password')) })}
    >
      {isPaused ? <p>{t('passwordResumes')}</p> : null}
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="off"
        maxLength={256}
        required
        autoFocus
        error={entry.fields.password}
      />
    </FormDialog>
  );
}
