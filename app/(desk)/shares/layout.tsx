import type { ReactNode } from 'react';
import { guardSection } from '@/components/list-page/guard-section';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default async function SharesLayout({ children }: { children: ReactNode }) {
  await guardSection('shares');
  return <ClientMessages use={['shares', 'views', 'jobs', 'auth']}>{children}</ClientMessages>;
}
