'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SelectField } from '@/components/ui/select-field';
import type { RegisterRoom } from '@/lib/registers/rooms';
import { labelText } from '@/lib/text/visible-text';

export type RoomChoice = Pick<RegisterRoom, 'roomKey' | 'building' | 'unit'>;

/**
 * Building, then room, as native lists: quick to type into and to use on a phone. The form sends the room's key as
 * `roomKey`.
 */
export function RoomSelect({
  rooms,
  initial,
  words,
  error,
  optional = false,
  onChange,
}: {
  rooms: RoomChoice[];
  /** The entry's room, which stays available if it has disappeared from the list. */
  initial: RoomChoice | null;
  words: { building: string; room: string; noBuilding: string; noRoom: string };
  error?: string | undefined;
  optional?: boolean;
  onChange?: (roomKey: string) => void;
}) {
  const t = useTranslations('common');
  const known = initial === null || rooms.some(({ roomKey }) => roomKey === initial.roomKey);
  const all = known ? rooms : [initial, ...rooms];
  const buildings = [...new Set(all.map(({ building }) => building))];
  const [only] = buildings;
  const [building, setBuilding] = useState(
    initial?.building ?? (buildings.length === 1 && !optional ? only : undefined),
  );
  const [roomKey, setRoomKey] = useState(initial?.roomKey ?? '');
  const inside = all.filter((room) => room.building === building);

  function choose(key: string) {
    setRoomKey(key);
    onChange?.(key);
  }

  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label={words.building}
        optional={optional}
        required={!optional}
        empty={words.noBuilding}
        options={buildings.map((name, index) => ({ value: String(index), label: labelText(name) }))}
        value={building === undefined ? '' : String(buildings.indexOf(building))}
        error={building === undefined ? error : undefined}
        onChange={(event) => {
          setBuilding(event.target.value === '' ? undefined : buildings[Number(event.target.value)]);
          choose('');
        }}
      />
      <SelectField
        name="roomKey"
        required={!optional}
        label={words.room}
        empty={words.noRoom}
        options={inside.map((room) => ({
          value: room.roomKey,
          label: room.unit ? labelText(room.unit) : t('unnamedRoom'),
        }))}
        value={roomKey}
        disabled={building === undefined}
        error={building === undefined ? undefined : error}
        onChange={(event) => choose(event.target.value)}
      />
    </div>
  );
}
