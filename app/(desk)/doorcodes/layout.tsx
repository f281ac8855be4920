import type { ReactNode } from 'react';
import { guardSection } from '@/components/list-page/guard-section';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default async function DoorcodesLayout({ children }: { children: ReactNode }) {
  await guardSection('doorcodes');
  return <ClientMessages use={['doorcodes', 'views', 'jobs', 'auth']}>{children}</ClientMessages>;
}
