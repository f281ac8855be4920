import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function DoorcodesLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['doorcodes', 'views', 'jobs', 'auth']}>{children}</ClientMessages>;
}
