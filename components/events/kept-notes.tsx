import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import type { EventsView } from '@/lib/archive/events/page';

/** How many doors are archived completely, and where events are missing for a known reason. */
export async function KeptNotes({ doors }: Pick<EventsView, 'doors'>) {
  const t = await getTranslations('events');
  const explained = doors.filter(({ gapsExplained }) => gapsExplained).length;
  // Older events of a withheld door are not read. Where a person sees only some events, it is not said how many there are.
  const kept = doors.filter(({ withheld, complete }) => withheld === null && complete !== null);
  const complete = kept.filter((door) => door.complete).length;
  return (
    <>
      {explained > 0 ? (
        <p className="mt-3 text-muted text-sm">
          <span>{t('gapsExplained', { count: explained })} </span>
          <Link href="/events/health?sign=gaps" prefetch={false}>
            {t('whichGaps')}
          </Link>
        </p>
      ) : null}
      {kept.length === complete ? null : (
        <p className="mt-3 text-muted text-sm">
          <span>{t('kept', { count: kept.length, complete })} </span>
          <Link href="/events/health?sign=partial" prefetch={false}>
            {t('whichKept')}
          </Link>
        </p>
      )}
    </>
  );
}
