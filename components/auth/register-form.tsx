'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { SelectField } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import { registerAction } from '@/lib/account/actions';
import { strengthOf } from '@/lib/auth/password-strength';
import type { ActionResult } from '@/lib/http/action';
import { answerOf } from '@/lib/http/answer-of';
import { locales } from '@/lib/i18n/preferences/names';
import { PasswordField } from './password-field';
import { type RegisterAnswer, RegisterOutcome } from './register-outcome';
import { RoleField } from './role-field';
import { useHydrated } from './use-hydrated';

export function RegisterForm() {
  const t = useTranslations('auth.register');
  const languages = useTranslations('shell.languages');
  const locale = useLocale();
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  // The fields keep their own texts: of what is typed before the page's script runs, no state would know.
  const [password, setPassword] = useState('');
  const [email, setEmail] = useState('');
  const [answer, setAnswer] = useState<RegisterAnswer | null>(null);
  const [pending, startTransition] = useTransition();
  const wrong = fieldsOf(answer) ?? {};

  useEffect(() => {
    if (form.current) setPassword(String(new FormData(form.current).get('password')));
  }, []);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    startTransition(async () => {
      const result = await answerOf(registerAction(fields));
      setEmail(String(fields.email).trim());
      setAnswer(result);
      const first = Object.keys(fieldsOf(result) ?? {})[0];
      if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    });
  }

  if (answer?.ok) return <RegisterOutcome answer={answer} email={email} />;
  return (
    <form ref={form} method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      {answer ? <RegisterOutcome answer={answer} email={email} /> : null}
      <TextField
        label={t('email')}
        description={t('emailHint')}
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        required
        error={wrong.email}
      />
      <TextField
        label={t('phone')}
        optional
        name="phone"
        type="tel"
        autoComplete="tel"
        maxLength={26}
        error={wrong.phone}
      />
      <PasswordField
        label={t('password')}
        description={
          password === ''
            ? t('passwordHint')
            : t('strength', { strength: t(`strengths.${strengthOf(password)}`) })
        }
        name="password"
        autoComplete="new-password"
        maxLength={64}
        required
        onChange={(event) => setPassword(event.target.value)}
        error={wrong.password}
      />
      <PasswordField
        label={t('repeated')}
        name="repeated"
        autoComplete="new-password"
        maxLength={64}
        required
        error={wrong.repeated}
      />
      <RoleField label={t('role')} error={wrong.role} />
      <SelectField
        label={t('language')}
        name="language"
        defaultValue={locale}
        options={locales.map((value) => ({ value, label: languages(value) }))}
        error={wrong.language}
      />
      <Button
        type="submit"
        tone="primary"
        pending={pending}
        disabled={!hydrated}
        className="w-full disabled:opacity-100"
      >
        {t('submit')}
      </Button>
      <p className="text-muted">
        <span>{t('haveAccount')} </span>
        <Link href="/login">{t('toSignIn')}</Link>
      </p>
    </form>
  );
}

function fieldsOf(answer: ActionResult<unknown> | null): Record<string, string> | undefined {
  return answer && !answer.ok ? answer.fields : undefined;
}
