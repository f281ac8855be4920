import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { MemberSignIn } from '@/components/auth/member-sign-in';
import { SignInForm } from '@/components/auth/sign-in-form';
import { Notice } from '@/components/ui/notice';
import { safePath } from '@/lib/auth/safe-path';
import { findScope } from '@/lib/auth/scope';
import { isSignInReason } from '@/lib/auth/session-end-names';
import { getEnv } from '@/lib/env';
import { oidcSettings } from '@/lib/members/oidc-settings';
import { issuerRefusal } from '@/lib/members/sign-in/issuer-answer';
import { passkeySite } from '@/lib/members/sign-in/passkey-server';
import type { SearchRecord } from '@/lib/table/search-params';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signIn');
  return { title: t('title') };
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const { from, ended, error } = await searchParams;
  const next = safePath(from);
  const refused = issuerRefusal(error);
  const scope = await findScope();
  // What a signed-in member asked the issuer for did not work, and they are still signed in.
  if (scope?.member && refused) redirect(`/settings?refused=${refused}#sign-in`);
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
      <MemberSignIn
        next={next}
        passkeys={passkeySite() !== null}
        issuer={oidcSettings()?.host ?? null}
        refused={refused}
      />
      <h2 className="my-4 flex items-center gap-3 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('member.orVendor')}
      </h2>
      <SignInForm next={next} canRegister={getEnv().DOORDESK_REGISTER_ROLES.length > 0} />
    </>
  );
}
