import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/ui/relative-time';

/** In the place of a door's last event, while events are hidden. Of a door that was never read nothing is hidden. */
export function HeardHidden({ readAt, never }: { readAt: string | null; never: string }) {
  const t = useTranslations('common');
  return (
    <span className="text-muted">
      {readAt ? (
        <span key="hidden">
          {t.rich('heardHidden', { time: () => <RelativeTime key="at" at={readAt} /> })}
        </span>
      ) : (
        never
      )}
    </span>
  );
}
