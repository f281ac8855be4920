import type { ReactNode } from 'react';
import { guardSection } from '@/components/list-page/guard-section';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default async function ExportsLayout({ children }: { children: ReactNode }) {
  await guardSection('exports');
  return <ClientMessages use={['exports', 'views']}>{children}</ClientMessages>;
}
