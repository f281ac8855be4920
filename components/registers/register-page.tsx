import { BookUser } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';

export function RegisterNotice({ children }: { children: ReactNode }) {
  return (
    <Notice tone="neutral" className="mb-4">
      {children}
    </Notice>
  );
}

/** Says why an account may not use the register. An empty list would be wrong. */
export function RegisterRefused({ title, text }: { title: string; text: string }) {
  return (
    <Panel>
      <EmptyState icon={BookUser} title={title} text={text} />
    </Panel>
  );
}
