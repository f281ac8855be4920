'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { formProps } from '@/components/ui/form-props';
import { Link } from '@/components/ui/link';
import { TextField } from '@/components/ui/text-field';
import type { Role } from '@/lib/doordeer/words';
import { postSignIn, type SignInAnswer } from './next-auth-client';
import { PasswordField } from './password-field';
import { allRoles, RoleField } from './role-field';
import { WaitNote } from './wait-note';

/** A refused form keeps what was typed. */
export function SignInForm({ next, canRegister }: { next: string; canRegister: boolean }) {
  const t = useTranslations('auth.signIn');
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState<{ account: string; role: Role }>({ account: '', role: 'manager' });
  const [pending, setPending] = useState(false);
  const [missing, setMissing] = useState({ account: false, password: false });
  const [answer, setAnswer] = useState<SignInAnswer | null>(null);

  async function send(data: FormData): Promise<void> {
    if (pending) return;
    // Pasting may add blanks around an address. The server does not remove them.
    const account = String(data.get('account')).trim();
    const password = String(data.get('password'));
    const role = allRoles.find((one) => one === data.get('role')) ?? 'manager';
    setTyped({ account, role });
    const found = { account: account === '', password: password === '' };
    setMissing(found);
    setAnswer(null);
    if (found.account || found.password) {
      form.current
        ?.querySelector<HTMLInputElement>(found.account ? '[name=account]' : '[name=password]')
        ?.focus();
      return;
    }
    setPending(true);
    const result = await postSignIn({ account, password, role });
    if (result.ok) {
      // The router may hold pages of another session.
      window.location.assign(next);
      return;
    }
    setAnswer(result);
    setPending(false);
  }

  return (
    <form ref={form} noValidate {...formProps(send)} className="flex flex-col gap-4">
      {answer && !answer.ok ? (
        <ErrorNote code={answer.code}>
          <WaitNote refusal={answer} />
        </ErrorNote>
      ) : null}
      <TextField
        label={t('account')}
        description={t('accountHint')}
        name="account"
        defaultValue={typed.account}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        inputMode="email"
        maxLength={254}
        required
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
      <RoleField label={t('role')} chosen={typed.role} />
      <Button type="submit" tone="primary" pending={pending} className="w-full">
        {t('submit')}
      </Button>
      <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-muted">
        <Link href="/forgot-password">{t('forgot')}</Link>
        {canRegister ? (
          <span>
            <span>{t('noAccount')} </span>
            <Link href="/register">{t('register')}</Link>
          </span>
        ) : null}
      </p>
    </form>
  );
}
