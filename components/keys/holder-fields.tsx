'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SelectField } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import type { KeyRow } from '@/lib/registers/keys/data';
import { labelText } from '@/lib/text/visible-text';
import { useRoomPeople } from './use-room-people';

/** Who has the key: a tenant of its room, or another person by name. */
export function HolderFields({
  roomKey,
  row,
  errors,
}: {
  roomKey: string;
  row: KeyRow | undefined;
  errors: Record<string, string>;
}) {
  const t = useTranslations('keys.form');
  const { people, failed } = useRoomPeople(roomKey);
  const [personId, setPersonId] = useState(row?.personId ?? '');
  // The holder stays available if the tenants could not be read, or the holder has moved.
  const own = row?.personId ? [{ id: row.personId, name: row.holder }] : [];
  const choices = [...people, ...own.filter(({ id }) => !people.some((person) => person.id === id))];
  // A tenant of the previous room is no choice here.
  const chosen = choices.some(({ id }) => id === personId) ? personId : '';
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {choices.length > 0 ? (
        <SelectField
          name="personId"
          label={t('person')}
          empty={t('somebodyElse')}
          options={choices.map(({ id, name }) => ({ value: id, label: labelText(name) }))}
          value={chosen}
          error={errors.personId}
          onChange={(event) => setPersonId(event.target.value)}
        />
      ) : null}
      {chosen === '' ? (
        <TextField
          name="holder"
          label={t('holder')}
          description={failed ? t('peopleFailed') : undefined}
          defaultValue={row?.personId ? '' : row?.holder}
          error={errors.holder}
          autoComplete="off"
          required
          maxLength={120}
        />
      ) : null}
    </div>
  );
}
