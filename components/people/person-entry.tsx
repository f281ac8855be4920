'use client';

import { useTranslations } from 'next-intl';
import { FormDialog } from '@/components/forms/form-dialog';
import { textsOf, useForm } from '@/components/forms/use-form';
import { type RoomChoice, RoomSelect } from '@/components/registers/room-select';
import { DateField } from '@/components/ui/date-field';
import { TextArea, TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { createPersonAction, updatePersonAction } from '@/lib/registers/people/actions';
import type { PersonRow } from '@/lib/registers/people/data';

export type PersonEntryProps = {
  onClose: () => void;
  rooms: RoomChoice[];
  person?: PersonRow;
  room?: RoomChoice | null;
  onSaved?: (person: PersonRow) => void;
};

const names = ['name', 'email', 'phone', 'roomKey', 'movedIn', 'movedOut', 'note'] as const;

export function PersonEntry({ onClose, rooms, person, room = null, onSaved }: PersonEntryProps) {
  const t = useTranslations('people');
  const send = (input: Record<string, string>) =>
    person
      ? updatePersonAction({ ...input, id: person.id, revision: person.revision })
      : createPersonAction(input);
  const entry = useForm(send, (saved) => {
    toast(t(person ? 'form.saved' : 'form.added', { name: saved.name }));
    onSaved?.(saved);
    onClose();
  });

  return (
    <FormDialog
      entry={entry}
      onSubmit={(form) => entry.submit(textsOf(form, names))}
      title={t(person ? 'form.editTitle' : 'form.addTitle')}
      confirm={t(person ? 'form.save' : 'form.add')}
      reload={t('form.changedMeanwhile')}
      record={person?.id}
      onClose={onClose}
    >
      <TextField
        name="name"
        label={t('columns.name')}
        defaultValue={person?.name}
        error={entry.fields.name}
        autoComplete="off"
        required
        maxLength={120}
      />
      <RoomSelect
        rooms={rooms}
        initial={person ?? room}
        error={entry.fields.roomKey}
        words={{
          building: t('columns.building'),
          room: t('columns.room'),
          noBuilding: t('form.chooseBuilding'),
          noRoom: t('form.chooseRoom'),
        }}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="email"
          type="email"
          label={t('columns.email')}
          defaultValue={person?.email}
          error={entry.fields.email}
          autoComplete="off"
          optional
        />
        <TextField
          name="phone"
          type="tel"
          label={t('columns.phone')}
          defaultValue={person?.phone}
          error={entry.fields.phone}
          autoComplete="off"
          optional
        />
        <DateField
          name="movedIn"
          type="date"
          label={t('columns.movedIn')}
          description={t('form.movedInHint')}
          defaultValue={person?.movedIn ?? ''}
          error={entry.fields.movedIn}
          optional
        />
        <DateField
          name="movedOut"
          type="date"
          label={t('columns.movedOut')}
          description={t('form.movedOutHint')}
          defaultValue={person?.movedOut ?? ''}
          error={entry.fields.movedOut}
          optional
        />
      </div>
      <TextArea
        name="note"
        label={t('columns.note')}
        defaultValue={person?.note}
        error={entry.fields.note}
        rows={3}
        optional
      />
    </FormDialog>
  );
}
