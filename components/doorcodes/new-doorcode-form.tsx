'use client';

import { useRouter } from 'next/navigation';
import { useNow, useTranslations } from 'next-intl';
import { useEffect, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { formProps } from '@/components/ui/form-props';
import { Notice } from '@/components/ui/notice';
import { usePreferences } from '@/components/ui/preferences';
import { TextField } from '@/components/ui/text-field';
import { instantToWall, type Zone } from '@/lib/devices/time-zone';
import { issueDoorcodesAction } from '@/lib/doorcodes/actions';
import { type CodeTarget, oneCodePerDoor } from '@/lib/doorcodes/choose-targets';
import type { FormRoom } from '@/lib/doorcodes/form-data';
import { longestName } from '@/lib/doorcodes/limits';
import { presetWindow } from '@/lib/doorcodes/window';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { CodesChoice, type CodesPer } from './codes-choice';
import { IssueSummary } from './issue-summary';
import { LockChoice, lockKey } from './lock-choice';
import { RoomPicker } from './room-picker';
import { type WindowChoice, WindowFields } from './window-fields';

type Failure = { code: ErrorCode; fields: Record<string, string> };

/** Where, for whom, when; one sentence that says what will happen; one press that asks the cloud once. */
export function NewDoorcodeForm({ rooms, preselected }: { rooms: FormRoom[]; preselected: string[] }) {
  const t = useTranslations('doorcodes.form');
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(preselected));
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [per, setPer] = useState<CodesPer>('door');
  const [name, setName] = useState('');
  const [choice, setChoice] = useState<WindowChoice>({ preset: 'hours3', from: '', to: '' });
  const [failure, setFailure] = useState<Failure | null>(null);
  // Counts refusals: each leads to the first field with words beside it, and typing does not.
  const [refused, setRefused] = useState(0);
  const [pending, startTransition] = useTransition();
  // One form, one batch: pressed twice, or sent again after a lost answer, it still asks once.
  const batch = useRef('');
  const stopped = useStopped('cloud');
  const now = useNow({ updateInterval: 30_000 });

  const picked = rooms.filter((room) => chosen.has(room.roomKey));
  const { preferences } = usePreferences();
  const zone: Zone = picked[0]?.zone ?? { name: preferences.ownZone, source: 'chosen' };
  const zones = new Set(picked.map((room) => room.zone.name));
  const shown = windowOf(choice, zone, now);
  const eachRoom = targetsOf(picked, without);
  const eachDoor = oneCodePerDoor(eachRoom);
  const targets = per === 'door' ? eachDoor : eachRoom;
  const fields = failure?.fields ?? {};

  /** Words beside a field are about what stood there; they go as soon as it is changed. */
  function clear(...names: string[]) {
    if (!failure) return;
    const left = Object.entries(failure.fields).filter(([name]) => !names.includes(name));
    setFailure(left.length > 0 ? { ...failure, fields: Object.fromEntries(left) } : null);
  }

  useEffect(() => {
    if (refused > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused]);

  async function send(typed: FormData): Promise<void> {
    if (pending || stopped) return;
    // The state does not know a name that was typed before hydration.
    const asked = String(typed.get('name') ?? '');
    setName(asked);
    if (picked.length > 0 && targets.length === 0) {
      setFailure({ code: 'invalid-input', fields: { locks: 'doorcodes.fieldErrors.noLock' } });
      setRefused(refused + 1);
      return;
    }
    batch.current ||= crypto.randomUUID();
    const issuing = answerOf(
      issueDoorcodesAction({
        // When the answer is lost and the form is sent again, the same batch issues nothing twice.
        batch: batch.current,
        name: asked,
        // A preset counts from this moment, not from when the form was opened.
        ...windowOf(choice, zone, new Date()),
        targets: targets.map(({ gid, channel, locks, severalRooms = false }) => ({
          gid,
          channel,
          lockIds: locks.map((lock) => lock.id),
          severalRooms,
        })),
      }),
    );
    startTransition(async () => {
      const result = await issuing;
      if (!result.ok) {
        setFailure({ code: result.code, fields: result.fields ?? {} });
        setRefused((count) => count + 1);
        return;
      }
      router.push(`/doorcodes/issued/${result.data.batch}`);
    });
    await issuing;
  }

  return (
    <form
      ref={form}
      noValidate
      {...formProps(send)}
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
          required
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
          clock={zones.size > 1 ? 'mixed' : zones.size === 1 ? 'one' : 'none'}
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
        {failure ? <FormFailure failure={failure} /> : null}
        <DoubtNote doubt={stopped} />
        <Button type="submit" tone="primary" pending={pending} disabled={stopped !== null} className="w-full">
          {targets.length > 0 ? t('submit', { count: targets.length }) : t('submitPlain')}
        </Button>
      </div>
    </form>
  );
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

/** Each chosen room at each of its doors where a lock is left to open. */
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
