'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { SafeText } from '@/components/ui/safe-text';
import { pairOf } from '@/lib/devices/pair-key';

export type DoorOption = { gid: string; channel: number; door: string; hint?: string };

/** The doors of a room at which a change is made: all by default. Shows nothing if there is only one. */
export function DoorChoice({
  doors,
  without,
  onChange,
}: {
  doors: DoorOption[];
  without: ReadonlySet<string>;
  onChange: (without: ReadonlySet<string>) => void;
}) {
  const t = useTranslations('jobs.doors');
  if (doors.length <= 1) return null;
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{t('label')}</legend>
      <div className="grid gap-2">
        {doors.map((door) => (
          <Checkbox
            key={pairOf(door)}
            label={<SafeText>{door.door}</SafeText>}
            {...(door.hint ? { description: door.hint } : {})}
            checked={!without.has(pairOf(door))}
            onChange={(event) => {
              const next = new Set(without);
              if (event.target.checked) next.delete(pairOf(door));
              else next.add(pairOf(door));
              onChange(next);
            }}
          />
        ))}
      </div>
      {doors.every((door) => without.has(pairOf(door))) ? (
        <p role="alert" className="mt-1.5 text-bad text-sm">
          {t('none')}
        </p>
      ) : null}
    </fieldset>
  );
}
