'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { TextArea, TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { saveDoorDetailsAction } from '@/lib/buildings/actions';
import type { DoorRow } from '@/lib/buildings/data';
import { labelText } from '@/lib/text/visible-text';

/** Mounted only while open, so that it starts with the stored values. */
export function DoorDialog({ door, onClose }: { door: DoorRow; onClose: () => void }) {
  const t = useTranslations('buildings');
  const [name, setName] = useState(door.name);
  const [place, setPlace] = useState(door.place);
  const [note, setNote] = useState(door.note);
  const [was] = useState({ name: door.name, place: door.place, note: door.note });
  const entry = useForm(saveDoorDetailsAction, () => {
    toast(t('doors.saved'));
    onClose();
  });
  return (
    <FormDialog
      entry={entry}
      onClose={onClose}
      title={t('doors.editTitle', { name: door.label })}
      description={t('doors.noteHint')}
      onSubmit={() => entry.submit({ gid: door.gid, name, place, note, was })}
    >
      <TextField
        label={t('doors.name')}
        description={t('doors.nameHint')}
        optional
        placeholder={door.name ? undefined : labelText(door.label)}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={entry.fields.name}
      />
      <TextField
        label={t('doors.place')}
        description={t('doors.placeHint')}
        optional
        value={place}
        onChange={(event) => setPlace(event.target.value)}
        error={entry.fields.place}
      />
      <TextArea
        label={t('doors.note')}
        optional
        rows={3}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        error={entry.fields.note}
      />
    </FormDialog>
  );
}
