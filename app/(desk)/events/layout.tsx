import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function EventsLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['events', 'views', 'visits']}>{children}</ClientMessages>;
}
