'use client';

import { UserPlus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ComponentProps, useState } from 'react';
import { Button } from '@/components/ui/button';
import { OnceOpened } from '@/components/ui/once-opened';
import type { InviteDialog } from './invite-dialog';

const Dialog = dynamic(() => import('./invite-dialog').then((module) => module.InviteDialog), { ssr: false });

export function InviteButton(props: Omit<ComponentProps<typeof InviteDialog>, 'open' | 'onClose'>) {
  const t = useTranslations('members');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button tone="primary" icon={UserPlus} onClick={() => setOpen(true)}>
        {t('invite')}
      </Button>
      <OnceOpened open={open}>
        <Dialog {...props} open={open} onClose={() => setOpen(false)} />
      </OnceOpened>
    </>
  );
}
