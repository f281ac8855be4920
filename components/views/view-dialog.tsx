'use client';

import { useTranslations } from 'next-intl';
import { FormDialog } from '@/components/forms/form-dialog';
import { textsOf, useForm } from '@/components/forms/use-form';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import type { ViewPage } from '@/lib/abilities/destinations';
import { createViewAction, renameViewAction } from '@/lib/views/actions';
import type { SavedView } from '@/lib/views/data';
import type { SeenView } from './use-seen-view';

export function ViewDialog({
  page,
  view,
  seen,
  onClose,
  onSaved,
}: {
  page: ViewPage;
  view: SavedView | null;
  seen: SeenView;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
}) {
  const t = useTranslations('views');
  const entry = useForm(
    ({ name }: Record<string, string>) =>
      view
        ? renameViewAction({ id: view.id, revision: view.revision, name })
        : createViewAction({ page, name, ...seen }),
    (saved: SavedView) => {
      toast(t(view ? 'renamed' : 'saved', { name: saved.name }));
      onSaved(saved);
    },
  );

  return (
    <FormDialog
      entry={entry}
      onSubmit={(form) => entry.submit(textsOf(form, ['name']))}
      size="small"
      title={t(view ? 'renameTitle' : 'saveTitle')}
      record={view?.id}
      description={view ? undefined : t('saveText')}
      confirm={t('confirm')}
      onClose={onClose}
    >
      <TextField
        name="name"
        label={t('name')}
        defaultValue={view?.name}
        error={entry.fields.name}
        autoComplete="off"
        required
        maxLength={80}
      />
    </FormDialog>
  );
}
