'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState, useTransition } from 'react';
import { PageForm } from '@/components/forms/page-form';
import { Link } from '@/components/ui/link';
import { SelectField } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import type { VerbResult } from '@/lib/abilities/verb';
import { strengthOf } from '@/lib/auth/rate-password';
import type { Role } from '@/lib/doordeer/words';
import { answerOf } from '@/lib/http/call-action';
import { locales } from '@/lib/i18n/preferences/names';
import { registerAction } from '@/lib/members/actions';
import { PasswordField } from './password-field';
import { type RegisterAnswer, RegisterOutcome } from './register-outcome';
import { allRoles, RoleField } from './role-field';

export function RegisterForm({ roles }: { roles: readonly Role[] }) {
  const t = useTranslations('auth.register');
  const languages = useTranslations('shell.languages');
  const locale = useLocale();
  const form = useRef<HTMLFormElement>(null);
  // The fields keep their own text, because no state knows what was typed before hydration.
  const [password, setPassword] = useState('');
  const [sent, setSent] = useState({ email: '', phone: '' });
  const [answer, setAnswer] = useState<RegisterAnswer | null>(null);
  const [pending, startTransition] = useTransition();
  const wrong = fieldsOf(answer) ?? {};

  useEffect(() => {
    if (form.current) setPassword(String(new FormData(form.current).get('password')));
  }, []);

  async function send(data: FormData): Promise<void> {
    if (pending) return;
    const fields = Object.fromEntries(data);
    const asking = answerOf(registerAction(fields));
    startTransition(async () => {
      const result = await asking;
      setSent({ email: String(fields.email).trim(), phone: String(fields.phone) });
      setAnswer(result);
    });
    await asking;
  }

  if (answer?.ok) return <RegisterOutcome answer={answer} email={sent.email} />;
  return (
    <PageForm
      ref={form}
      answer={answer}
      refusal={answer ? <RegisterOutcome answer={answer} email={sent.email} /> : null}
      send={send}
      pending={pending}
      submit={t('submit')}
      links={
        <p className="text-muted">
          <span>{t('haveAccount')} </span>
          <Link href="/login">{t('toSignIn')}</Link>
        </p>
      }
    >
      <TextField
        label={t('email')}
        description={t('emailHint')}
        name="email"
        defaultValue={sent.email}
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
        defaultValue={sent.phone}
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
      <RoleField label={t('role')} roles={roles} error={wrong.role} />
      {roles.length < allRoles.length ? <p className="text-muted">{t('otherRoles')}</p> : null}
      <SelectField
        label={t('language')}
        name="language"
        defaultValue={locale}
        options={locales.map((value) => ({ value, label: languages(value) }))}
        error={wrong.language}
      />
    </PageForm>
  );
}

function fieldsOf(answer: VerbResult<unknown> | null): Record<string, string> | undefined {
  return answer && !answer.ok ? answer.fields : undefined;
}
