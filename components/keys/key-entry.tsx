'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormDialog } from '@/components/forms/form-dialog';
import { textsOf, useForm } from '@/components/forms/use-form';
import { type RoomChoice, RoomSelect } from '@/components/registers/room-select';
import { Notice } from '@/components/ui/notice';
import { SelectField } from '@/components/ui/select-field';
import { TextArea, TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import type { KeyKind } from '@/lib/db/tables/registers';
import { createKeyAction, updateKeyAction } from '@/lib/registers/keys/actions';
import type { KeyRow } from '@/lib/registers/keys/data';
import { type Currency, keyKinds } from '@/lib/registers/words';
import { DepositFields, HandingFields } from './handing-fields';
import { HolderFields } from './holder-fields';

export type KeyEntryProps = {
  onClose: () => void;
  rooms: RoomChoice[];
  /** A manager may hand out a key without a room. */
  roomOptional: boolean;
  today: string;
  currency: Currency;
  row?: KeyRow;
  room?: RoomChoice | null;
  onSaved?: (row: KeyRow) => void;
};

const names = [
  'kind',
  'number',
  'label',
  'holder',
  'personId',
  'roomKey',
  'state',
  'handedOn',
  'endedOn',
  'deposit',
  'currency',
  'note',
] as const;

export function KeyEntry({
  onClose,
  rooms,
  roomOptional,
  today,
  currency,
  row,
  room = null,
  onSaved,
}: KeyEntryProps) {
  const t = useTranslations('keys');
  const initial =
    row && row.roomKey !== null ? { roomKey: row.roomKey, building: row.building, unit: row.unit } : room;
  const [kind, setKind] = useState<KeyKind>(row?.kind ?? 'card');
  const [roomKey, setRoomKey] = useState(initial?.roomKey ?? '');
  const send = (input: Record<string, string>) =>
    row
      ? updateKeyAction({ ...input, id: row.id, revision: row.revision })
      : // A new key is handed out, so the form does not ask for its state.
        createKeyAction({ ...input, state: 'handed-out' });
  const entry = useForm(send, (saved) => {
    toast(row ? t('form.saved') : t('form.added', { holder: saved.holder }));
    onSaved?.(saved);
    onClose();
  });

  return (
    <FormDialog
      entry={entry}
      onSubmit={(form) => entry.submit(textsOf(form, names))}
      title={t(row ? 'form.editTitle' : 'form.addTitle')}
      confirm={t(row ? 'form.save' : 'form.add')}
      reload={t('form.changedMeanwhile')}
      record={row?.id}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name="kind"
          label={t('form.kind')}
          options={keyKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          value={kind}
          error={entry.fields.kind}
          onChoose={setKind}
        />
        {kind === 'pin' ? null : (
          <TextField
            name="number"
            label={t('form.number')}
            description={t('form.numberHint')}
            defaultValue={row?.number}
            error={entry.fields.number}
            autoComplete="off"
            maxLength={64}
          />
        )}
      </div>
      {kind === 'pin' ? <Notice tone="neutral">{t('form.pinHint')}</Notice> : null}
      <TextField
        name="label"
        label={t('form.label')}
        description={t('form.labelHint')}
        defaultValue={row?.label}
        error={entry.fields.label}
        autoComplete="off"
        optional
        maxLength={120}
      />
      <RoomSelect
        rooms={rooms}
        initial={initial}
        optional={roomOptional}
        error={entry.fields.roomKey}
        onChange={setRoomKey}
        words={{
          building: t('columns.building'),
          room: t('columns.room'),
          noBuilding: t(roomOptional ? 'form.chooseBuilding' : 'form.chooseBuildingOwner'),
          noRoom: t('form.chooseRoom'),
        }}
      />
      <HolderFields roomKey={roomKey} row={row} errors={entry.fields} />
      <HandingFields row={row} today={today} errors={entry.fields} />
      <DepositFields row={row} currency={currency} errors={entry.fields} />
      <TextArea
        name="note"
        label={t('columns.note')}
        defaultValue={row?.note}
        error={entry.fields.note}
        rows={3}
        optional
      />
    </FormDialog>
  );
}
