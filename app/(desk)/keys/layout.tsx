import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function KeysLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['keys', 'views']}>{children}</ClientMessages>;
}
