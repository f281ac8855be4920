import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function PeopleLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['people', 'views']}>{children}</ClientMessages>;
}
