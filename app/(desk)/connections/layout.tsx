import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function ConnectionsLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['auth', 'connections']}>{children}</ClientMessages>;
}
