'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import type { ErrorCode } from '@/lib/errors';

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  description: string;
  pending: boolean;
  /** Shown above the fields, unless a field has its own error. */
  failure: { code: ErrorCode; fields: Record<string, string> } | null;
  onSave: () => void;
  children: ReactNode;
  saveWords?: string;
};

/** A form in a dialog: Enter saves, Esc cancels, a failure keeps what was typed. */
export function EditDialog({
  open,
  onClose,
  title,
  description,
  pending,
  failure,
  onSave,
  children,
  saveWords,
}: Props) {
  const common = useTranslations('common');
  const form = useId();
  const stopped = useStopped('register');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      locked={pending}
      footer={
        <>
          <Button onClick={onClose} disabled={pending}>
            {common('cancel')}
          </Button>
          <Button tone="primary" type="submit" form={form} pending={pending} disabled={stopped !== null}>
            {saveWords ?? common('save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && !stopped) onSave();
        }}
      >
        <DoubtNote doubt={stopped} />
        {failure && Object.keys(failure.fields).length === 0 ? <ErrorNote code={failure.code} /> : null}
        {children}
      </form>
    </Dialog>
  );
}
