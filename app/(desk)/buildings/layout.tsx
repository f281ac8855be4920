import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function BuildingsLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['buildings', 'views']}>{children}</ClientMessages>;
}
