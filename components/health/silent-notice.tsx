import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { SafeText } from '@/components/ui/safe-text';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { silentDoors } from '@/lib/archive/health/data';
import type { Scope } from '@/lib/auth/scope';
import { RhythmFact } from './rhythm-fact';

const shown = 5;

/** Names doors that are silent for unusually long. */
export async function SilentNotice({ scope }: { scope: Scope }) {
  if (hidesEvents(scope)) return null;
  const [t, common, doors] = await Promise.all([
    getTranslations('health'),
    getTranslations('common'),
    silentDoors(scope),
  ]);
  if (doors.length === 0) return null;
  return (
    <Notice
      tone="warn"
      quiet
      className="mb-4"
      title={t('silentDoors', { count: doors.length })}
      action={
        <Link data-chrome href="/events/health">
          {t('all')}
        </Link>
      }
    >
      <ul className="mt-1 grid gap-1 text-sm">
        {doors.slice(0, shown).map((door) => (
          <li key={door.gid} className="break-words">
            <SafeText>{[door.label, door.building].filter(Boolean).join(' · ')}</SafeText>
            <span>{common('colon')}</span>
            <RhythmFact door={door} plain />
          </li>
        ))}
      </ul>
    </Notice>
  );
}
