'use client';

import { useNow, useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { routeOf, ThroughChoice } from '@/components/jobs/through-choice';
import { letPageTake } from '@/components/shell/kept-typing';
import { Button } from '@/components/ui/button';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { formProps } from '@/components/ui/form-props';
import { Notice } from '@/components/ui/notice';
import { usePreferences } from '@/components/ui/preferences';
import { TextField } from '@/components/ui/text-field';
import type { ThroughOptions } from '@/lib/auth/choose-caller';
import { pairOf } from '@/lib/devices/pair-key';
import { instantToWall, type Zone } from '@/lib/devices/time-zone';
import { type CodeTarget, oneCodePerDoor } from '@/lib/doorcodes/choose-targets';
import type { FormRoom } from '@/lib/doorcodes/form-data';
import { longestName } from '@/lib/doorcodes/limits';
import { presetWindow } from '@/lib/doorcodes/window';
import { carriedRooms } from './carried-rooms';
import { CodesChoice, type CodesPer } from './codes-choice';
import { IssueSummary } from './issue-summary';
import { LockChoice, lockKey } from './lock-choice';
import { RoomPicker } from './room-picker';
import { type Failure, useIssuing } from './use-issuing';
import { type WindowChoice, WindowFields } from './window-fields';

/** The form for a new doorcode. One press sends one request. */
export function NewDoorcodeForm({ rooms, preselected }: { rooms: FormRoom[]; preselected: string[] }) {
  const t = useTranslations('doorcodes.form');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(preselected));
  const chooseCarried = useEffectEvent(() => {
    const carried = new Set(carriedRooms(window.location.hash));
    const known = rooms.filter(({ roomKey }) => carried.has(roomKey)).map(({ roomKey }) => roomKey);
    if (known.length > 0) setChosen(new Set(known));
  });
  // The server does not see these, so they are chosen after the first paint, and only once.
  useEffect(() => chooseCarried(), []);
  useEffect(letPageTake, []);
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [per, setPer] = useState<CodesPer>('door');
  const [name, setName] = useState('');
  const [via, setVia] = useState<string | null>(null);
  const [choice, setChoice] = useState<WindowChoice>({ preset: 'hours3', from: '', to: '' });
  const now = useNow({ updateInterval: 30_000 });

  const picked = rooms.filter((room) => chosen.has(room.roomKey));
  const zone = useZoneOf(picked);
  const shown = windowOf(choice, zone, now);
  const eachRoom = targetsOf(picked, without);
  const eachDoor = oneCodePerDoor(eachRoom);
  const targets = per === 'door' ? eachDoor : eachRoom;
  const through = sharedOptions(roomsOf(targets, picked));
  const issuing = useIssuing({
    ...routeOf(through, via),
    targets,
    hasRooms: picked.length > 0,
    onName: setName,
    // A preset counts from now, not from when the form was opened.
    windowNow: () => windowOf(choice, zone, new Date()),
  });
  const { failure, fields, clear, stopped } = issuing;
  return (
    <>
      <form
        ref={issuing.form}
        noValidate
        {...formProps(issuing.send)}
        className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6">
          <RoomPicker
            rooms={rooms}
            chosen={chosen}
            onChange={(next) => {
              setChosen(next);
              clear('targets', 'locks', 'from', 'to');
            }}
            error={fields.targets}
          />
          <LockChoice
            rooms={picked}
            without={without}
            onChange={(next) => {
              setWithout(next);
              clear('targets', 'locks');
            }}
            error={fields.locks}
          />
          <CodesChoice
            value={per}
            counts={{ door: eachDoor.length, room: eachRoom.length }}
            onChange={(next) => {
              setPer(next);
              clear('targets');
            }}
          />
          <TextField
            label={t('name')}
            description={t('nameHint')}
            name="name"
            autoComplete="off"
            maxLength={longestName}
            optional
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              clear('name');
            }}
            error={fields.name}
          />
          <WindowFields
            value={{ ...choice, ...shown }}
            onChange={(next) => {
              setChoice(next);
              clear('from', 'to');
            }}
            zone={zone}
            clock={clockOf(picked)}
            errors={{ from: fields.from, to: fields.to }}
          />
        </div>
        <div className="grid content-start gap-4 lg:sticky lg:top-6">
          <IssueSummary
            targets={targets}
            keptUnder={eachDoor.length < eachRoom.length && per === 'door'}
            from={shown.from}
            to={shown.to}
          />
          <ThroughChoice options={through} via={via} onChoose={setVia} />
          <WaitNote rooms={roomsOf(targets, picked)} />
          {failure ? <FormFailure failure={failure} /> : null}
          <DoubtNote doubt={stopped} />
          <Button
            type="submit"
            tone="primary"
            pending={issuing.pending}
            disabled={stopped !== null}
            className="w-full"
          >
            {targets.length > 0 ? t('submit', { count: targets.length }) : t('submitPlain')}
          </Button>
        </div>
      </form>
      {issuing.prompt}
    </>
  );
}

/** Those that the codes are stored under: one code of a door serves several rooms. */
function roomsOf(targets: readonly { gid: string; channel: number }[], rooms: FormRoom[]): FormRoom[] {
  const pairs = new Set(targets.map(pairOf));
  return rooms.filter(({ doors }) => doors.some((door) => pairs.has(pairOf(door))));
}

/** Codes that no connection can make now are ordered all the same. */
function WaitNote({ rooms }: { rooms: FormRoom[] }) {
  const t = useTranslations('doorcodes.form');
  const count = rooms.filter(({ waits }) => waits).length;
  if (count === 0) return null;
  return <p className="text-muted text-sm">{t(count === rooms.length ? 'waits' : 'someWait', { count })}</p>;
}

function FormFailure({ failure }: { failure: Failure }) {
  const t = useTranslations('doorcodes.form');
  return Object.keys(failure.fields).length > 0 ? (
    <Notice tone="bad">{t('problem')}</Notice>
  ) : (
    <ErrorNote code={failure.code} />
  );
}

function windowOf(choice: WindowChoice, zone: Zone, now: Date): { from: string; to: string } {
  if (choice.preset === 'own') return { from: choice.from, to: choice.to };
  const { date, time } = instantToWall(zone, now);
  return presetWindow(choice.preset, Date.parse(`${date}T${time}Z`));
}

function useZoneOf([first]: readonly FormRoom[]): Zone {
  const { preferences } = usePreferences();
  return first?.zone ?? { name: preferences.ownZone, source: 'chosen' };
}

function clockOf(rooms: readonly FormRoom[]): 'mixed' | 'one' | 'none' {
  const zones = new Set(rooms.map((room) => room.zone.name));
  return zones.size > 1 ? 'mixed' : zones.size === 1 ? 'one' : 'none';
}

/** The connections that codes of all these rooms may be asked for through. */
function sharedOptions(rooms: FormRoom[]): ThroughOptions {
  const [first, ...others] = rooms.map(({ through }) => through);
  return {
    choices: (first?.choices ?? []).filter(({ connectionId }) =>
      others.every(({ choices }) => choices.some((one) => one.connectionId === connectionId)),
    ),
    byRule: [...new Set(rooms.flatMap(({ through }) => through.byRule))],
    inDoubt: [...new Set(rooms.flatMap(({ through }) => through.inDoubt ?? []))],
  };
}

/** Each chosen room at each of its doors with a chosen lock. */
function targetsOf(rooms: FormRoom[], without: ReadonlySet<string>): CodeTarget[] {
  return rooms.flatMap((room) =>
    room.doors.flatMap(({ gid, channel, door, locks }) => {
      const opened = locks.filter((lock) => !without.has(lockKey(gid, lock.id)));
      return opened.length > 0
        ? [
            {
              ...{ gid, channel, door, locks: opened },
              ...{ building: room.building, unit: room.unit, zone: room.zone.name },
            },
          ]
        : [];
    }),
  );
}
