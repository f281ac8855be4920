'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { Checkbox } from '@/components/ui/checkbox';
import { DateField } from '@/components/ui/date-field';
import { TextArea, TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { saveHoldAction } from '@/lib/archive/retention/actions';
import type { Hold } from '@/lib/archive/retention/data';

type Props = { open: boolean; building: string; hold: Hold | null; onClose: () => void };

export function HoldDialog({ open, building, hold, onClose }: Props) {
  const t = useTranslations('retention');
  const [name, setName] = useState(hold?.name ?? '');
  const [reason, setReason] = useState(hold?.reason ?? '');
  const [from, setFrom] = useState(hold?.from ?? '');
  const [to, setTo] = useState(hold?.to ?? '');
  const [everywhere, setEverywhere] = useState(hold?.everywhere ?? false);
  const gate = usePasswordGate(saveHoldAction);
  const entry = useForm(gate.send, () => {
    toast(t('holdSaved'));
    if (hold === null) {
      setName('');
      setReason('');
    }
    onClose();
  });

  function close() {
    entry.clear();
    onClose();
  }

  return (
    <>
      <FormDialog
        entry={entry}
        open={open}
        onClose={close}
        title={hold ? t('editHoldOf', { name: hold.name }) : t('holdTitle')}
        description={t('holdHint')}
        confirm={t('saveHold')}
        onSubmit={() => entry.submit({ id: hold?.id ?? null, building, everywhere, name, reason, from, to })}
      >
        <TextField
          label={t('name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={entry.fields.name}
        />
        <TextArea
          label={t('reason')}
          rows={3}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          error={entry.fields.reason}
        />
        <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          <DateField
            label={t('from')}
            type="date"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
            error={entry.fields.from}
          />
          <DateField
            label={t('to')}
            description={t('toHint')}
            optional
            type="date"
            value={to}
            onChange={(event) => setTo(event.target.value)}
            error={entry.fields.to}
          />
        </div>
        <Checkbox
          label={t('everywhereLabel')}
          checked={everywhere}
          onChange={(event) => setEverywhere(event.target.checked)}
        />
      </FormDialog>
      {gate.prompt}
    </>
  );
}
