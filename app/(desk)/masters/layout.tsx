import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function MastersLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['masters', 'views', 'jobs', 'auth']}>{children}</ClientMessages>;
}
