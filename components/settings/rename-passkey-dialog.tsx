'use client';

import { useTranslations } from 'next-intl';
import { FormDialog } from '@/components/forms/form-dialog';
import { textsOf, useForm } from '@/components/forms/use-form';
import { TextField } from '@/components/ui/text-field';
import { renamePasskeyAction } from '@/lib/members/sign-in/actions';
import type { OwnPasskey } from '@/lib/members/sign-in/data';

export function RenamePasskeyDialog({ passkey, onClose }: { passkey: OwnPasskey; onClose: () => void }) {
  const t = useTranslations('settings.signIn');
  const entry = useForm(renamePasskeyAction, onClose);
  return (
    <FormDialog
      whileInDoubt
      entry={entry}
      title={t('renameTitle')}
      size="small"
      onClose={onClose}
      onSubmit={(form) => entry.submit({ id: passkey.id, ...textsOf(form, ['name']) })}
    >
      <TextField
        label={t('passkeyName')}
        name="name"
        defaultValue={passkey.name}
        maxLength={60}
        required
        error={entry.fields.name}
      />
    </FormDialog>
  );
}
