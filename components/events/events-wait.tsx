import { getTranslations } from 'next-intl/server';
import { NoConnectionNotice } from '@/components/connections/no-connection-notice';
import { ListAge } from '@/components/jobs/list-age';
import { Notice } from '@/components/ui/notice';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import type { Scope } from '@/lib/auth/scope';
import { listTroubleOf } from '@/lib/readings/device-list';

/** Replaces the events while the device list is too old. The page refreshes when it was read. */
export async function EventsWait({ scope }: { scope: Scope }) {
  const [t, errors] = await Promise.all([
    getTranslations('table.gaps'),
    getTranslations('errors.codes.cloud-list-outdated'),
  ]);
  if (hidesEvents(scope) === 'no-connection')
    return (
      <NoConnectionNotice scope={scope} className="mb-3">
        <p>{t('eventsUntil')}</p>
      </NoConnectionNotice>
    );
  return (
    <Notice tone="warn" title={errors('title')}>
      <p>{errors('text')}</p>
      <ListAge list={listTroubleOf(scope) ?? { readAt: scope.channelsReadAt.toISOString(), code: null }} />
    </Notice>
  );
}
