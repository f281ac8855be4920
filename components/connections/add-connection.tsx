'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { OnceOpened } from '@/components/ui/once-opened';

const AddDialog = dynamic(() => import('./add-dialog').then((module) => module.AddDialog), { ssr: false });

export function AddConnection() {
  const t = useTranslations('connections');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={Plus} onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      <OnceOpened open={open}>
        <AddDialog open={open} onClose={() => setOpen(false)} />
      </OnceOpened>
    </>
  );
}
