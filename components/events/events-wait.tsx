import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Scope } from '@/lib/auth/scope';

/** In the place of events while the device list is too old to show any. The page is drawn again once it was read. */
export async function EventsWait({ scope }: { scope: Pick<Scope, 'channelsReadAt'> }) {
  const [errors, gaps] = await Promise.all([
    getTranslations('errors.codes.cloud-list-outdated'),
    getTranslations('table.gaps'),
  ]);
  const readAt = scope.channelsReadAt.toISOString();
  return (
    <Notice tone="warn" title={errors('title')}>
      <p>{errors('text')}</p>
      <p>{gaps.rich('list', { time: () => <RelativeTime key="at" at={readAt} /> })}</p>
    </Notice>
  );
}
