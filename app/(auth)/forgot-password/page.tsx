import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ForgotPasswordForm } from '@/components/auth/forgot-password-form';
import { findScope } from '@/lib/auth/scope';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.forgot');
  return { title: t('title') };
}

export default async function ForgotPasswordPage() {
  if (await findScope()) redirect('/');
  const t = await getTranslations('auth.forgot');
  return (
    <>
      <h1 className="font-semibold text-xl">{t('title')}</h1>
      <p className="mt-1 mb-4 text-muted">{t('intro')}</p>
      <ForgotPasswordForm />
    </>
  );
}
