import type { ReactNode } from 'react';
import { guardSection } from '@/components/list-page/guard-section';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default async function PeopleLayout({ children }: { children: ReactNode }) {
  await guardSection('people');
  return <ClientMessages use={['people', 'views']}>{children}</ClientMessages>;
}
