'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useRef, useState, useTransition } from 'react';
import { RefusalNote } from '@/components/auth/refusal-note';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { useFieldError } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import type { VerbResult } from '@/lib/abilities/verb';
import { addPhoneAction } from '@/lib/desk/settings/actions';
import { PhoneFields } from './phone-fields';

type Refusal = Extract<VerbResult<unknown>, { ok: false }>;

/** The app's makers define the contents, so the labels say only that. */
export function AddPhoneDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('settings.phones');
  const common = useTranslations('common');
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const stopped = useStopped('account');
  const [pending, startTransition] = useTransition();
  const gate = usePasswordGate(addPhoneAction);
  const wrong = refusal?.fields ?? {};
  const wrongForm = useFieldError(wrong.form);

  function close() {
    setRefusal(null);
    onClose();
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    startTransition(async () => {
      const result = await gate.run(fields);
      // The person closed the question for the password. What they typed stays.
      if (!result) return;
      if (!result.ok) {
        setRefusal(result);
        const [first] = Object.keys(result.fields ?? {});
        if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
        return;
      }
      close();
      if (result.data.state === 'sent') toast(t('done'));
    });
  }

  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('addTitle')}
      description={t('addText')}
      locked={pending}
      footer={
        <>
          <Button onClick={close} disabled={pending}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={formId} tone="primary" pending={pending} disabled={stopped !== null}>
            {t('addOne')}
          </Button>
        </>
      }
    >
      <form ref={form} id={formId} noValidate method="post" onSubmit={onSubmit} className="grid gap-4">
        <DoubtNote doubt={stopped} />
        {wrongForm ? <Notice tone="bad">{wrongForm}</Notice> : null}
        {refusal && !refusal.fields ? <RefusalNote refusal={refusal} own={{}} /> : null}
        <PhoneFields wrong={wrong} />
      </form>
      {gate.prompt}
    </Dialog>
  );
}
