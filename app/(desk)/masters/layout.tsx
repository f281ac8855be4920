import type { ReactNode } from 'react';
import { guardSection } from '@/components/list-page/guard-section';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default async function MastersLayout({ children }: { children: ReactNode }) {
  await guardSection('masters');
  return <ClientMessages use={['masters', 'views', 'jobs', 'auth']}>{children}</ClientMessages>;
}
