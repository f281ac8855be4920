import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { LanguageChoice } from '@/components/auth/language-choice';
import { Mark } from '@/components/shell/mark';
import { ClientMessages } from '@/lib/i18n/client-messages';

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations();
  return (
    <ClientMessages use={['auth']}>
      <div className="flex min-h-dvh flex-col items-center bg-canvas px-4 py-8 sm:py-16">
        <main id="content" className="w-full max-w-sm flex-1">
          <p className="flex items-center gap-2 font-semibold text-lg tracking-tight">
            <Mark className="size-6" />
            <span>{t('common.appName')}</span>
          </p>
          <p className="mt-1 mb-6 text-balance text-muted">{t('auth.tagline')}</p>
          {children}
        </main>
        <footer className="mt-8">
          <LanguageChoice />
        </footer>
      </div>
    </ClientMessages>
  );
}
