'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useId } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { textsOf, type useEntryForm } from './use-entry-form';

type Entry = Pick<
  ReturnType<typeof useEntryForm<Record<string, string>, unknown>>,
  'form' | 'submit' | 'pending' | 'code'
>;

type Props = {
  entry: Entry;
  /** Names of the sent fields. A hidden field is sent empty. */
  names: readonly string[];
  title: string;
  description?: string | undefined;
  size?: 'small';
  confirm: string;
  reload?: string;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog for one entry. It cannot be closed while the entry is sent. */
export function EntryDialog({ entry, names, confirm, reload, onClose, children, ...dialog }: Props) {
  const common = useTranslations('common');
  const id = useId();
  const stopped = useStopped('register');

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // A dialog may be inside another form.
    event.stopPropagation();
    if (!entry.pending && !stopped) entry.submit(textsOf(event.currentTarget, names));
  }

  return (
    <Dialog
      open
      onClose={onClose}
      locked={entry.pending}
      {...dialog}
      footer={
        <>
          <Button onClick={onClose} disabled={entry.pending}>
            {common('cancel')}
          </Button>
          <Button tone="primary" type="submit" form={id} pending={entry.pending} disabled={stopped !== null}>
            {confirm}
          </Button>
        </>
      }
    >
      <form ref={entry.form} id={id} noValidate className="grid gap-4" onSubmit={onSubmit}>
        <DoubtNote doubt={stopped} />
        {entry.code ? (
          <ErrorNote code={entry.code}>
            {entry.code === 'conflict' && reload ? (
              <Button size="small" className="mt-2" onClick={() => window.location.reload()}>
                {reload}
              </Button>
            ) : null}
          </ErrorNote>
        ) : null}
        {children}
      </form>
    </Dialog>
  );
}
