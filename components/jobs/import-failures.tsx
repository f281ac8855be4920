'use client';

import { FileUp } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { OnceOpened } from '@/components/ui/once-opened';

const ImportDialog = dynamic(() => import('./import-dialog').then((module) => module.ImportDialog), {
  ssr: false,
});

export function ImportFailures(limits: { mostRows: number; mostBytes: number }) {
  const t = useTranslations('failures.import');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={FileUp} onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      <OnceOpened open={open}>
        <ImportDialog {...limits} open={open} onClose={() => setOpen(false)} />
      </OnceOpened>
    </>
  );
}
