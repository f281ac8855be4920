'use client';

import { Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldGroup } from '@/components/ui/field-group';
import { SafeText } from '@/components/ui/safe-text';
import { useTopOnChange } from '@/components/ui/use-top-on-change';
import type { FormRoom } from '@/lib/doorcodes/form-data';
import { roomLabel } from '@/lib/places/room-label';
import { foldText } from '@/lib/text/fold-text';
import { everywhere, isAt, PlaceFilter, type RoomPlace } from './place-filter';
import { focusIfWanted, roomFieldId } from './room-field';

const shownAtOnce = 40;

export function RoomPicker({
  rooms,
  chosen,
  onChange,
  error,
}: {
  rooms: FormRoom[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  error?: string | undefined;
}) {
  const t = useTranslations('doorcodes.form');
  const [text, setText] = useState('');
  const sought = useDeferredValue(text);
  const [place, setPlace] = useState<RoomPlace>(everywhere);
  const found = useMemo(
    () => findRooms(rooms, sought).filter((room) => isAt(room, place)),
    [rooms, sought, place],
  );
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useTopOnChange(list, JSON.stringify([sought, place]));
  useEffect(() => focusIfWanted(field.current), []);
  const shown = found.slice(0, shownAtOnce);
  const picked = rooms.filter((room) => chosen.has(room.roomKey));

  function toggle(room: FormRoom, on: boolean) {
    const next = new Set(chosen);
    if (on) next.add(room.roomKey);
    else next.delete(room.roomKey);
    onChange(next);
  }

  return (
    <FieldGroup label={t('rooms')} description={t('roomsHint')} error={error}>
      <ChosenRooms picked={picked} onRemove={(room) => toggle(room, false)} />
      <PlaceFilter rooms={rooms} place={place} onChange={setPlace} />
      <div className="rounded-md border border-line-strong">
        {/* The field has no border, so the whole line shows the focus ring. */}
        <div className="flex items-center gap-2 rounded-t-md border-line border-b px-2.5 outline-accent-ink -outline-offset-1 has-focus-visible:outline-2">
          <Search aria-hidden className="size-4 shrink-0 text-muted" />
          <input
            ref={field}
            id={roomFieldId}
            type="search"
            aria-label={t('findRoom')}
            placeholder={t('findRoom')}
            value={text}
            maxLength={200}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              // Enter ends the search. It does not submit the form.
              if (event.key === 'Enter') event.preventDefault();
            }}
            className="min-h-9 w-full bg-transparent outline-none pointer-coarse:min-h-11 pointer-coarse:text-[1rem]"
          />
        </div>
        <ul ref={list} data-scroll className="max-h-60 overflow-auto p-1.5">
          {shown.map((room) => (
            <li key={room.roomKey}>
              <Checkbox
                className="rounded px-1.5 py-1 hover:bg-hover"
                checked={chosen.has(room.roomKey)}
                onChange={(event) => toggle(room, event.target.checked)}
                label={
                  <>
                    <SafeText>{room.unit || `${room.doors[0]?.gid ?? ''}`}</SafeText>
                    <span className="text-muted">
                      <span>{' · '}</span>
                      <SafeText>{room.building}</SafeText>
                    </span>
                  </>
                }
              />
            </li>
          ))}
          {shown.length === 0 ? (
            <li className="px-1.5 py-2 text-muted">
              {sought ? t('noMatch', { text: sought }) : t('noneThere')}
            </li>
          ) : null}
          {found.length > shown.length ? (
            <li className="px-1.5 py-1.5 text-muted text-sm">
              {t('moreRooms', { count: found.length - shown.length })}
            </li>
          ) : null}
        </ul>
      </div>
      <Totals found={found} chosen={chosen} onChange={onChange} />
    </FieldGroup>
  );
}

function Totals({
  found,
  chosen,
  onChange,
}: {
  found: FormRoom[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const t = useTranslations('doorcodes.form');
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status" className="tabular text-muted text-sm">
        {t('chosenRooms', { count: chosen.size })}
      </span>
      {found.length > 1 ? (
        <Button
          size="small"
          tone="quiet"
          onClick={() => onChange(new Set([...chosen, ...found.map((room) => room.roomKey)]))}
        >
          {t('selectFound', { count: found.length })}
        </Button>
      ) : null}
      {chosen.size > 0 ? (
        <Button size="small" tone="quiet" onClick={() => onChange(new Set())}>
          {t('clearRooms')}
        </Button>
      ) : null}
    </div>
  );
}

function ChosenRooms({ picked, onRemove }: { picked: FormRoom[]; onRemove: (room: FormRoom) => void }) {
  const t = useTranslations('doorcodes.form');
  const rooms = useTranslations('common.roomLabel');
  if (picked.length === 0) return null;
  return (
    <ul className="flex max-h-38 flex-wrap gap-1.5 overflow-auto">
      {picked.map((room) => (
        <li
          key={room.roomKey}
          className="flex max-w-full items-center gap-1 rounded-full bg-accent-soft pr-1 pl-2.5 text-sm"
        >
          <span className="min-w-0 break-words py-0.5">
            <SafeText>{`${room.unit} · ${room.building}`}</SafeText>
          </span>
          <button
            type="button"
            aria-label={t('removeRoom', { room: roomLabel(rooms, room.unit, 'inText') })}
            className="grid size-6 shrink-0 place-items-center rounded-full hover:bg-hover pointer-coarse:size-9"
            onClick={() => onRemove(room)}
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Every typed word must occur in the room's or the building's name. */
function findRooms(rooms: FormRoom[], text: string): FormRoom[] {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rooms;
  return rooms.filter((room) => {
    const name = foldText(`${room.unit} ${room.building}`);
    return words.every((word) => name.includes(word));
  });
}
