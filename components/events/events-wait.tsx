import { getTranslations } from 'next-intl/server';
import { ListAge } from '@/components/jobs/list-trouble';
import { Notice } from '@/components/ui/notice';
import type { Scope } from '@/lib/auth/scope';
import { listTroubleOf } from '@/lib/readings/device-list';

/** Replaces the events while the device list is too old. The page refreshes when it was read. */
export async function EventsWait({ scope }: { scope: Pick<Scope, 'channelsReadAt' | 'listErrorCode'> }) {
  const errors = await getTranslations('errors.codes.cloud-list-outdated');
  return (
    <Notice tone="warn" title={errors('title')}>
      <p>{errors('text')}</p>
      <ListAge list={listTroubleOf(scope) ?? { readAt: scope.channelsReadAt.toISOString(), code: null }} />
    </Notice>
  );
}
