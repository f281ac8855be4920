'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldGroup } from '@/components/ui/field-group';
import { SafeText } from '@/components/ui/safe-text';
import type { FormRoom } from '@/lib/doorcodes/form-data';
import type { Lock } from '@/lib/doordeer/words';

type FormDoor = { gid: string; door: string; building: string; locks: Lock[] };

export function lockKey(gid: string, lockId: string): string {
  return JSON.stringify([gid, lockId]);
}

export function LockChoice({
  rooms,
  without,
  onChange,
  error,
}: {
  rooms: FormRoom[];
  without: ReadonlySet<string>;
  onChange: (without: ReadonlySet<string>) => void;
  error?: string | undefined;
}) {
  const t = useTranslations('doorcodes.form');
  const doors = doorsOf(rooms);

  function toggle(key: string, on: boolean) {
    const next = new Set(without);
    if (on) next.delete(key);
    else next.add(key);
    onChange(next);
  }

  return (
    <FieldGroup
      label={t('locks')}
      description={doors.length === 0 ? t('locksEmpty') : t('locksHint')}
      error={error}
    >
      {doors.map((door) => (
        <div key={door.gid} className="rounded-md border border-line px-3 py-2">
          <p className="mb-1 text-muted text-sm">
            <SafeText>{door.door}</SafeText>
            <span> · </span>
            <SafeText>{door.building}</SafeText>
          </p>
          {door.locks.length === 0 ? <p>{t('noLocks')}</p> : null}
          <div className="flex flex-wrap gap-x-5 gap-y-1.5">
            {door.locks.map((lock) => (
              <Checkbox
                key={lock.id}
                checked={!without.has(lockKey(door.gid, lock.id))}
                onChange={(event) => toggle(lockKey(door.gid, lock.id), event.target.checked)}
                label={<SafeText>{lock.alias || lock.id}</SafeText>}
              />
            ))}
          </div>
        </div>
      ))}
    </FieldGroup>
  );
}

function doorsOf(rooms: FormRoom[]): FormDoor[] {
  const doors = new Map<string, FormDoor>();
  for (const room of rooms) {
    for (const { gid, door, locks } of room.doors) {
      const known = doors.get(gid) ?? { gid, door, building: room.building, locks: [] };
      const added = locks.filter((lock) => !known.locks.some((other) => other.id === lock.id));
      doors.set(gid, { ...known, locks: [...known.locks, ...added] });
    }
  }
  return [...doors.values()];
}
