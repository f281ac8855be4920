import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function HealthLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['health']}>{children}</ClientMessages>;
}
