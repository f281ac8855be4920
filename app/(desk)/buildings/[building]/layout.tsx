import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function BuildingLayout({ children }: { children: ReactNode }) {
  return (
    <ClientMessages use={['rooms', 'masters', 'jobs', 'events', 'retention', 'auth']}>
      {children}
    </ClientMessages>
  );
}
