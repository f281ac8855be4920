import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { SignInForm } from '@/components/auth/sign-in-form';
import { Notice } from '@/components/ui/notice';
import { safePath } from '@/lib/auth/safe-path';
import { findScope } from '@/lib/auth/scope';
import { isSignInReason } from '@/lib/auth/session-end-names';
import { getEnv } from '@/lib/env';
import type { SearchRecord } from '@/lib/table/search-params';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signIn');
  return { title: t('title') };
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const { from, ended } = await searchParams;
  const next = safePath(from);
  const scope = await findScope();
  // A person whose password is in doubt may type another one, and then gets a new session.
  if (scope && !scope.inDoubt) redirect(next);
  const t = await getTranslations('auth');
  return (
    <>
      <h1 className="mb-4 font-semibold text-xl">{t('signIn.title')}</h1>
      {isSignInReason(ended) ? (
        <Notice tone={ended === 'signed-out' ? 'good' : 'info'} className="mb-4">
          {t(`ended.${ended}`)}
        </Notice>
      ) : null}
      <SignInForm next={next} canRegister={getEnv().DOORDESK_REGISTER_ROLES.length > 0} />
    </>
  );
}
