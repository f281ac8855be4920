import type { ReactNode } from 'react';
import { guardSection } from '@/components/list-page/guard-section';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default async function KeysLayout({ children }: { children: ReactNode }) {
  await guardSection('keys');
  return <ClientMessages use={['keys', 'views']}>{children}</ClientMessages>;
}
