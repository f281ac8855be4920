'use client';

import { useTranslations } from 'next-intl';
import { NewPasswordFields } from '@/components/auth/new-password-fields';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { textsOf, useForm } from '@/components/forms/use-form';
import { setPasswordAction } from '@/lib/members/sign-in/actions';
import type { TotpOffer } from '@/lib/members/sign-in/totp-code';

export function PasswordDialog({
  offer,
  signInName,
  onClose,
  onSet,
}: {
  offer: TotpOffer;
  signInName: string;
  onClose: () => void;
  onSet: (codes: readonly string[]) => void;
}) {
  const t = useTranslations('settings.signIn');
  const gate = usePasswordGate(setPasswordAction);
  const entry = useForm(gate.send, ({ codes }) => onSet(codes));
  return (
    <>
      <FormDialog
        whileInDoubt
        entry={entry}
        title={t('setPassword')}
        description={t('setPasswordText')}
        confirm={t('savePassword')}
        onClose={onClose}
        onSubmit={(form) =>
          entry.submit({
            ...textsOf(form, ['signInName', 'password', 'repeated', 'code']),
            challengeId: offer.challengeId,
          })
        }
      >
        <NewPasswordFields signInName={signInName} offer={offer} fields={entry.fields} />
      </FormDialog>
      {gate.prompt}
    </>
  );
}
