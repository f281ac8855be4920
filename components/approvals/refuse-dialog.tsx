'use client';

import { useTranslations } from 'next-intl';
import { FormDialog } from '@/components/forms/form-dialog';
import { textsOf, useForm } from '@/components/forms/use-form';
import { useFieldError } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { refuseRequestAction } from '@/lib/desk/approvals/actions';

export function RefuseDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const t = useTranslations('approvals');
  const entry = useForm(refuseRequestAction, () => {
    toast(t('done.refuse'));
    onClose();
  });
  return (
    <FormDialog
      whileInDoubt
      entry={entry}
      size="small"
      title={t('refuseTitle')}
      description={t('refuseText', { name })}
      confirm={t('refuseConfirm')}
      onClose={onClose}
      onSubmit={(form) => entry.submit({ id, ...textsOf(form, ['reason']) })}
    >
      <TextField
        label={t('reason')}
        name="reason"
        maxLength={500}
        required
        autoFocus
        error={useFieldError(entry.fields.reason)}
      />
    </FormDialog>
  );
}
