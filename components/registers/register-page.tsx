import { BookUser } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';

/** Says of a register that it is one: nothing in it changes a door. */
export function RegisterNotice({ children }: { children: ReactNode }) {
  return (
    <Notice tone="neutral" className="mb-4">
      {children}
    </Notice>
  );
}

/** For whom the register is not: why, in place of a list that would look empty. */
export function RegisterRefused({ title, text }: { title: string; text: string }) {
  return (
    <Panel>
      <EmptyState icon={BookUser} title={title} text={text} />
    </Panel>
  );
}
