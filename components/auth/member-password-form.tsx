'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PageForm } from '@/components/forms/page-form';
import { TextField } from '@/components/ui/text-field';
import { AccountField } from './account-field';
import { postProvider, type SignInAnswer } from './next-auth-client';
import { PasswordField } from './password-field';
import { RefusalNote } from './refusal-note';

/** In two steps: the code is asked for after the right password. */
export function MemberPasswordForm({ next }: { next: string }) {
  const t = useTranslations('auth.member');
  const [signInName, setSignInName] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const [pending, setPending] = useState(false);
  const [missing, setMissing] = useState({ name: false, password: false, code: false });
  const [answer, setAnswer] = useState<SignInAnswer | null>(null);

  async function send(data: FormData): Promise<void> {
    if (pending) return;
    const [name, password, code] = ['sign_in_name', 'password', 'code'].map((field) =>
      String(data.get(field) ?? '').trim(),
    );
    // Blanks at the ends of a password count.
    const typed = { sign_in_name: name ?? '', password: String(data.get('password')), code: code ?? '' };
    const found = { name: name === '', password: password === '', code: needsCode && code === '' };
    setSignInName(typed.sign_in_name);
    setMissing(found);
    setAnswer(null);
    if (found.name || found.password || found.code) return;
    setPending(true);
    const result = await postProvider('member', typed);
    if (result.ok) {
      window.location.assign(next + window.location.hash);
      return;
    }
    if (result.code === 'code-needed') setNeedsCode(true);
    else setAnswer(result);
    setPending(false);
  }

  const isRefused = answer !== null && !answer.ok;
  const wrong = { title: t('wrong.title'), text: t('wrong.text') };
  return (
    <PageForm
      answer={needsCode && !isRefused ? 'code' : missing}
      refusal={isRefused ? <RefusalNote refusal={answer} own={{ 'wrong-password': wrong }} /> : null}
      send={send}
      pending={pending}
      submit={t('submit')}
      links={null}
    >
      <AccountField
        label={t('name')}
        description={t('nameHint')}
        name="sign_in_name"
        defaultValue={signInName}
        autoFocus
        error={missing.name ? 'required' : undefined}
      />
      <PasswordField
        label={t('passwordLabel')}
        name="password"
        autoComplete="current-password"
        required
        error={missing.password ? 'required' : undefined}
      />
      {needsCode ? (
        <TextField
          label={t('code')}
          description={t('codeHint')}
          name="code"
          autoComplete="one-time-code"
          spellCheck={false}
          maxLength={60}
          required
          autoFocus
          error={missing.code ? 'required' : undefined}
        />
      ) : null}
    </PageForm>
  );
}
