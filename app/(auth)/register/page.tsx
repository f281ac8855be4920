import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { RegisterForm } from '@/components/auth/register-form';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { findScope } from '@/lib/auth/scope';
import { getEnv } from '@/lib/env';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.register');
  return { title: t('title') };
}

export default async function RegisterPage() {
  if (await findScope()) redirect('/');
  const t = await getTranslations('auth.register');
  const roles = getEnv().DOORDESK_REGISTER_ROLES;
  return (
    <>
      <h1 className="font-semibold text-xl">{t('title')}</h1>
      {roles.length > 0 ? (
        <>
          <p className="mt-1 mb-4 text-muted">{t('intro')}</p>
          <RegisterForm roles={roles} />
        </>
      ) : (
        <div className="mt-4 flex flex-col items-start gap-4">
          <Notice tone="info" title={t('closed.title')}>
            {t('closed.text')}
          </Notice>
          <ButtonLink href="/login">{t('toSignIn')}</ButtonLink>
        </div>
      )}
    </>
  );
}
