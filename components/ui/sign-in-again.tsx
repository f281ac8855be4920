'use client';

import { useTranslations } from 'next-intl';
import { signInHref } from './sign-in-href';

/** Leads to the sign-in page, and from there back to where the session ended. Shown only after an action. */
export function SignInAgain() {
  const t = useTranslations('common');
  const ended = typeof window === 'undefined' ? { pathname: '/', search: '', hash: '' } : window.location;
  // A new session needs fresh pages, so no router link.
  return (
    <a data-returns className="font-medium underline" href={signInHref(ended)}>
      {t('signInAgain')}
    </a>
  );
}
