'use client';

import { useTranslations } from 'next-intl';

/** Leads to the sign-in page, and from there back to where the session ended. Shown only after an action. */
export function SignInAgain() {
  const t = useTranslations('common');
  const { pathname, search } =
    typeof window === 'undefined' ? { pathname: '/', search: '' } : window.location;
  // A new session needs fresh pages, so no router link.
  return (
    <a className="font-medium underline" href={`/login?from=${encodeURIComponent(pathname + search)}`}>
      {t('signInAgain')}
    </a>
  );
}
