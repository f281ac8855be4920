'use client';

import { useTranslations } from 'next-intl';
import { PasswordField } from '@/components/auth/password-field';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { useFieldError } from '@/components/ui/field';
import { toast } from '@/components/ui/toast';
import { giveConnectionPasswordAction } from '@/lib/connections/actions';

/** Asks for the account's password, which the cloud checks. */
export function PasswordDialog({
  id,
  account,
  open,
  onClose,
}: {
  id: string;
  account: string;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('connections');
  const entry = useForm(giveConnectionPasswordAction, () => {
    toast(t('done.password', { account }));
    onClose();
  });
  const missing = useFieldError(entry.fields.password);
  const isWrong = entry.code === 'wrong-password';

  function close() {
    entry.clear();
    onClose();
  }

  return (
    <FormDialog
      entry={{ ...entry, code: isWrong ? null : entry.code }}
      open={open}
      onClose={close}
      size="small"
      title={t('passwordTitle', { account })}
      description={t('passwordText')}
      confirm={t('passwordConfirm')}
      onSubmit={(form) => entry.submit({ id, password: String(new FormData(form).get('password')) })}
    >
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="off"
        maxLength={256}
        required
        autoFocus
        error={isWrong ? t('passwordWrong') : missing}
      />
    </FormDialog>
  );
}
