'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TextArea, TextField } from '@/components/ui/text-field';
import { saveDoorDetailsAction } from '@/lib/buildings/actions';
import type { DoorRow } from '@/lib/buildings/data';
import { EditDialog } from './edit-dialog';
import { useSave } from './use-save';

/** Mounted only while open, so that it starts with the stored values. */
export function DoorDialog({ door, onClose }: { door: DoorRow; onClose: () => void }) {
  const t = useTranslations('buildings');
  const [name, setName] = useState(door.name);
  const [place, setPlace] = useState(door.place);
  const [note, setNote] = useState(door.note);
  const [was] = useState({ name: door.name, place: door.place, note: door.note });
  const { save, pending, failure } = useSave(saveDoorDetailsAction);
  return (
    <EditDialog
      open
      onClose={onClose}
      title={t('doors.editTitle', { name: door.label })}
      description={t('doors.noteHint')}
      pending={pending}
      failure={failure}
      onSave={() =>
        save({ gid: door.gid, name, place, note, was }, { words: t('doors.saved'), onSaved: onClose })
      }
    >
      <TextField
        label={t('doors.name')}
        description={t('doors.nameHint')}
        optional
        placeholder={door.name ? undefined : door.label}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={failure?.fields.name}
      />
      <TextField
        label={t('doors.place')}
        description={t('doors.placeHint')}
        optional
        value={place}
        onChange={(event) => setPlace(event.target.value)}
        error={failure?.fields.place}
      />
      <TextArea
        label={t('doors.note')}
        optional
        rows={3}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        error={failure?.fields.note}
      />
    </EditDialog>
  );
}
