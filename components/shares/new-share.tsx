'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { OnceOpened } from '@/components/ui/once-opened';

const ShareDialog = dynamic(() => import('./share-dialog').then((module) => module.ShareDialog), {
  ssr: false,
});

export function NewShare() {
  const t = useTranslations('shares');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button tone="primary" icon={Plus} onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      <OnceOpened open={open}>
        <ShareDialog open={open} onClose={() => setOpen(false)} />
      </OnceOpened>
    </>
  );
}
