'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast';
import { keepOneWayAction } from '@/lib/members/sign-in/actions';

const MemberPrompt = dynamic(
  () => import('@/components/auth/member-prompt').then((module) => module.MemberPrompt),
  { ssr: false },
);

/** After a recovery link: its maker may have a way to sign in among the member's. */
export function KeepOneWay({ recoveredAt }: { recoveredAt: string }) {
  const t = useTranslations('settings.signIn.recovered');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Notice
        tone="warn"
        title={t('title')}
        action={
          <Button size="small" onClick={() => setOpen(true)}>
            {t('keep')}
          </Button>
        }
      >
        {t.rich('text', { time: () => <RelativeTime at={recoveredAt} /> })}
      </Notice>
      {open ? (
        <MemberPrompt
          deed={{ title: t('which'), text: t('effect'), send: keepOneWayAction }}
          onClose={() => setOpen(false)}
          onConfirmed={() => {
            setOpen(false);
            toast(t('kept'));
          }}
        />
      ) : null}
    </>
  );
}
