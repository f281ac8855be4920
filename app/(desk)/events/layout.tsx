import type { ReactNode } from 'react';
import { guardSection } from '@/components/list-page/guard-section';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default async function EventsLayout({ children }: { children: ReactNode }) {
  await guardSection('events');
  return <ClientMessages use={['events', 'views', 'visits']}>{children}</ClientMessages>;
}
