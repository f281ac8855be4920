import type { ReactNode } from 'react';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default function ApprovalsLayout({ children }: { children: ReactNode }) {
  return <ClientMessages use={['approvals']}>{children}</ClientMessages>;
}
