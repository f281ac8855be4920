'use client';

import { useTranslations } from 'next-intl';
import { SelectField } from '@/components/ui/select-field';
import type { FormRoom } from '@/lib/doorcodes/form-data';
import { guessFloor } from '@/lib/places/guess-floor';
import { labelText } from '@/lib/text/visible-text';

/** `floor`: a number as text, `other` for rooms whose label names none; empty for all. */
export type RoomPlace = { building: string | null; floor: string };
export const everywhere: RoomPlace = { building: null, floor: '' };

export function isAt(room: FormRoom, { building, floor }: RoomPlace): boolean {
  return (building === null || room.building === building) && (floor === '' || floorOf(room) === floor);
}

/** Choices that narrow the rooms: the building, and inside one building the floor. */
export function PlaceFilter({
  rooms,
  place,
  onChange,
}: {
  rooms: FormRoom[];
  place: RoomPlace;
  onChange: (place: RoomPlace) => void;
}) {
  const t = useTranslations('doorcodes.form');
  const buildings = [...new Set(rooms.map((room) => room.building))];
  const floors = floorsOf(rooms.filter((room) => isAt(room, { ...place, floor: '' })));
  const hasFloors = (place.building !== null || buildings.length === 1) && floors.length > 1;
  if (buildings.length < 2 && !hasFloors) return null;
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      {buildings.length > 1 ? (
        <SelectField
          label={t('building')}
          empty={t('allBuildings')}
          // A building may have an empty name, so the value is its place in the list.
          value={place.building === null ? '' : String(buildings.indexOf(place.building))}
          options={buildings.map((name, index) => ({
            value: String(index),
            label: labelText(name) || t('unnamedBuilding'),
          }))}
          onChange={(event) =>
            onChange({ building: buildings[Number(event.target.value || Number.NaN)] ?? null, floor: '' })
          }
        />
      ) : null}
      {hasFloors ? (
        <SelectField
          label={t('floor')}
          empty={t('allFloors')}
          value={place.floor}
          options={floors.map((floor) => ({
            value: floor,
            label: floor === 'other' ? t('otherRooms') : t('floorNumber', { floor }),
          }))}
          onChange={(event) => onChange({ ...place, floor: event.target.value })}
        />
      ) : null}
    </div>
  );
}

function floorOf(room: FormRoom): string {
  return String(guessFloor(room.unit) ?? 'other');
}

/** Lowest first, then the rest. Empty when no label names a floor. */
function floorsOf(rooms: FormRoom[]): string[] {
  const floors = [...new Set(rooms.map(floorOf))];
  const numbers = floors
    .filter((floor) => floor !== 'other')
    .sort((one, other) => Number(one) - Number(other));
  return numbers.length === 0 ? [] : [...numbers, ...floors.filter((floor) => floor === 'other')];
}
