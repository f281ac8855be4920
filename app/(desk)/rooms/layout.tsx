import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function RoomsLayout({ children }: { children: ReactNode }) {
  return (
    <ClientMessages
      use={[
        'rooms',
        'buildings',
        'masters',
        'shares',
        'doorcodes',
        'jobs',
        'events',
        'auth',
        'people',
        'keys',
        'newer',
      ]}
    >
      {children}
    </ClientMessages>
  );
}
