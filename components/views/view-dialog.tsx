'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId } from 'react';
import { textsOf, useEntryForm } from '@/components/registers/use-entry-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorNote } from '@/components/ui/error-note';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { visibleText } from '@/lib/export/visible-text';
import { createViewAction, renameViewAction } from '@/lib/views/actions';
import type { SavedView } from '@/lib/views/data';

/** Names what is seen now, or an open view anew. */
export function ViewDialog({
  view,
  seen,
  onClose,
  onSaved,
}: {
  /** Given: it is renamed. */
  view: SavedView | null;
  seen: Pick<SavedView, 'query' | 'columns' | 'density'>;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
}) {
  const t = useTranslations('views');
  const id = useId();
  const entry = useEntryForm(
    ({ name }: Record<string, string>) =>
      view
        ? renameViewAction({ id: view.id, revision: view.revision, name })
        : createViewAction({ page: 'events', name, ...seen }),
    (saved: SavedView) => {
      toast(t(view ? 'renamed' : 'saved', { name: visibleText(saved.name) }));
      onSaved(saved);
    },
  );

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!entry.pending) entry.submit(textsOf(event.currentTarget, ['name']));
  }

  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={t(view ? 'renameTitle' : 'saveTitle')}
      description={view ? undefined : t('saveText')}
      locked={entry.pending}
      footer={
        <>
          <Button onClick={onClose} disabled={entry.pending}>
            {t('cancel')}
          </Button>
          <Button tone="primary" type="submit" form={id} pending={entry.pending}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <form ref={entry.form} id={id} noValidate className="grid gap-4" onSubmit={onSubmit}>
        {entry.code ? <ErrorNote code={entry.code} /> : null}
        <TextField
          name="name"
          label={t('name')}
          defaultValue={view?.name}
          error={entry.fields.name}
          autoComplete="off"
          required
          maxLength={80}
        />
      </form>
    </Dialog>
  );
}
