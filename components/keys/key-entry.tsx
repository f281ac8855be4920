'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { EntryDialog } from '@/components/registers/entry-dialog';
import { type RoomChoice, RoomSelect } from '@/components/registers/room-select';
import { useEntryForm } from '@/components/registers/use-entry-form';
import { Notice } from '@/components/ui/notice';
import { SelectField } from '@/components/ui/select-field';
import { TextArea, TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import type { KeyKind, KeyState } from '@/lib/db/tables/registers';
import { visibleText } from '@/lib/files/write/visible-text';
import { createKeyAction, updateKeyAction } from '@/lib/registers/keys/actions';
import { amountText } from '@/lib/registers/keys/amount-text';
import type { KeyRow } from '@/lib/registers/keys/data';
import { type Currency, currencies, keyKinds, keyStates } from '@/lib/registers/words';
import { HolderFields } from './holder-fields';

export type KeyEntryProps = {
  onClose: () => void;
  rooms: RoomChoice[];
  /** A manager may hand out a key that is for no room in particular. */
  roomOptional: boolean;
  today: string;
  currency: Currency;
  /** Given: it is changed; else a new one is entered. */
  row?: KeyRow;
  /** The room that a new key is most likely for. */
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
  const [state, setState] = useState<KeyState>(row?.state ?? 'handed-out');
  const [roomKey, setRoomKey] = useState(initial?.roomKey ?? '');
  const send = (input: Record<string, string>) =>
    row
      ? updateKeyAction({ ...input, id: row.id, revision: row.revision })
      : // Nobody is asked for the state of what is handed out just now.
        createKeyAction({ ...input, state: 'handed-out' });
  const entry = useEntryForm(send, (saved) => {
    toast(row ? t('form.saved') : t('form.added', { holder: visibleText(saved.holder) }));
    onSaved?.(saved);
    onClose();
  });

  return (
    <EntryDialog
      entry={entry}
      names={names}
      title={t(row ? 'form.editTitle' : 'form.addTitle')}
      confirm={t(row ? 'form.save' : 'form.add')}
      reload={t('form.changedMeanwhile')}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name="kind"
          label={t('form.kind')}
          options={keyKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          value={kind}
          error={entry.fields.kind}
          onChange={(event) => setKind(event.target.value as KeyKind)}
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
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="handedOn"
          type="date"
          label={t('form.handedOn')}
          defaultValue={row?.handedOn ?? today}
          error={entry.fields.handedOn}
          required
        />
        {row ? (
          <SelectField
            name="state"
            label={t('form.state')}
            options={keyStates.map((value) => ({ value, label: t(`states.${value}`) }))}
            value={state}
            error={entry.fields.state}
            onChange={(event) => setState(event.target.value as KeyState)}
          />
        ) : null}
        {state === 'handed-out' ? null : (
          <TextField
            name="endedOn"
            type="date"
            label={t(state === 'returned' ? 'form.returnedOn' : 'form.lostOn')}
            defaultValue={row?.endedOn ?? today}
            error={entry.fields.endedOn}
            required
          />
        )}
      </div>
      <div className="grid grid-cols-[1fr_7rem] gap-4">
        <TextField
          name="deposit"
          inputMode="decimal"
          label={t('form.deposit')}
          defaultValue={row?.deposit ? amountText(row.deposit) : ''}
          error={entry.fields.deposit}
          autoComplete="off"
          optional
          maxLength={20}
        />
        <SelectField
          name="currency"
          label={t('form.currency')}
          options={currencies.map((value) => ({ value, label: value }))}
          defaultValue={row?.deposit?.currency ?? currency}
          error={entry.fields.currency}
        />
      </div>
      <TextArea
        name="note"
        label={t('columns.note')}
        defaultValue={row?.note}
        error={entry.fields.note}
        rows={3}
        optional
      />
    </EntryDialog>
  );
}
