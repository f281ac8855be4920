'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PageForm } from '@/components/forms/page-form';
import { Link } from '@/components/ui/link';
import type { Role } from '@/lib/doordeer/words';
import { AccountField } from './account-field';
import { postSignIn, type SignInAnswer } from './next-auth-client';
import { PasswordField } from './password-field';
import { allRoles, RoleField } from './role-field';
import { SignInRefusal } from './sign-in-refusal';

/** A refused form keeps what was typed. */
export function SignInForm({ next, canRegister }: { next: string; canRegister: boolean }) {
  const t = useTranslations('auth.signIn');
  const [typed, setTyped] = useState<{ account: string; role: Role | 'unsure' }>({
    account: '',
    role: 'manager',
  });
  const [pending, setPending] = useState(false);
  const [missing, setMissing] = useState({ account: false, password: false });
  const [answer, setAnswer] = useState<SignInAnswer | null>(null);

  async function send(data: FormData): Promise<void> {
    if (pending) return;
    // Pasting may add blanks around an address. The server does not remove them.
    const account = String(data.get('account')).trim();
    const password = String(data.get('password'));
    const role = ([...allRoles, 'unsure'] as const).find((one) => one === data.get('role')) ?? 'manager';
    setTyped({ account, role });
    const found = { account: account === '', password: password === '' };
    setMissing(found);
    setAnswer(null);
    if (found.account || found.password) return;
    setPending(true);
    const result = await postSignIn({ account, password, role });
    if (result.ok) {
      // The router may hold pages of another session. The hash is that of the page where the session ended.
      window.location.assign(next + window.location.hash);
      return;
    }
    setAnswer(result);
    setPending(false);
  }

  return (
    <PageForm
      answer={missing}
      refusal={answer && !answer.ok ? <SignInRefusal refusal={answer} askedRole={typed.role} /> : null}
      send={send}
      pending={pending}
      submit={t('submit')}
      links={
        <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-muted">
          <Link href="/forgot-password">{t('forgot')}</Link>
          {canRegister ? (
            <span>
              <span>{t('noAccount')} </span>
              <Link href="/register">{t('register')}</Link>
            </span>
          ) : null}
        </p>
      }
    >
      <AccountField
        label={t('account')}
        description={t('accountHint')}
        defaultValue={typed.account}
        inputMode="email"
        error={missing.account ? 'required' : undefined}
      />
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="current-password"
        maxLength={256}
        required
        error={missing.password ? 'required' : undefined}
      />
      <RoleField label={t('role')} chosen={typed.role} mayBeUnsure />
    </PageForm>
  );
}
