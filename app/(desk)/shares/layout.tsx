import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function SharesLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['shares', 'views', 'jobs', 'auth']}>{children}</ClientMessages>;
}
