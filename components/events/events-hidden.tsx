import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import type { hidesEvents } from '@/lib/archive/access/visible-events';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';

/** In the place of events that are hidden now. */
export async function EventsHidden({
  scope,
  why,
}: {
  scope: Scope;
  why: NonNullable<ReturnType<typeof hidesEvents>>;
}) {
  const [t, connections] = await Promise.all([
    getTranslations('table.gaps'),
    getTranslations('connections.notice'),
  ]);
  if (why === 'cloud-list-outdated') return <p className="text-muted">{t('eventsWait')}</p>;
  return (
    <p className="text-muted">
      <span>{t('eventsCutOff')}</span>
      {mayInWorkspace(scope, 'connections') ? (
        <>
          <span> </span>
          <Link href="/connections">{connections('open')}</Link>
        </>
      ) : null}
    </p>
  );
}
