import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function ExportsLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['exports', 'views']}>{children}</ClientMessages>;
}
