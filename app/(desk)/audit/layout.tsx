import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function AuditLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['audit', 'views']}>{children}</ClientMessages>;
}
