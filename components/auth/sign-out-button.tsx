'use client';

import { LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { forgetTyped } from '@/components/shell/stored-typing';
import { Button } from '@/components/ui/button';
import { quietBackground } from './fetch-in-background';
import { postSignOut } from './next-auth-client';

export function useSignOut(): { signOut: () => Promise<void>; pending: boolean; failed: boolean } {
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);
  async function signOut() {
    setPending(true);
    setFailed(false);
    const goOn = quietBackground();
    try {
      await postSignOut();
      forgetTyped(sessionStorage);
      // Not the router: everything loaded for this person must leave the memory.
      window.location.assign('/login?ended=signed-out');
    } catch {
      goOn();
      setFailed(true);
      setPending(false);
    }
  }
  return { signOut, pending, failed };
}

export function SignOutButton() {
  const t = useTranslations();
  const { signOut, pending, failed } = useSignOut();
  return (
    <>
      <Button icon={LogOut} pending={pending} onClick={signOut}>
        {pending ? t('shell.signingOut') : t('shell.signOut')}
      </Button>
      {failed ? <p role="alert">{t('shell.offline')}</p> : null}
    </>
  );
}
