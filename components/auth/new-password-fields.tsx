'use client';

import { useTranslations } from 'next-intl';
import { TextField } from '@/components/ui/text-field';
import type { TotpOffer } from '@/lib/members/sign-in/totp-code';
import { AccountField } from './account-field';
import { PasswordField } from './password-field';

/** A password and the key for an authenticator app: one is worth nothing without the other. */
export function NewPasswordFields({
  signInName,
  offer,
  fields,
}: {
  signInName: string;
  offer: TotpOffer;
  /** What is wrong, by field. */
  fields: Record<string, string>;
}) {
  const t = useTranslations('auth.newPassword');
  return (
    <>
      <AccountField
        label={t('name')}
        description={t('nameHint')}
        name="signInName"
        defaultValue={signInName}
        error={fields.signInName}
      />
      <PasswordField
        label={t('password')}
        description={t('passwordHint')}
        name="password"
        autoComplete="new-password"
        required
        error={fields.password}
      />
      <PasswordField
        label={t('repeated')}
        name="repeated"
        autoComplete="new-password"
        required
        error={fields.repeated}
      />
      <div className="grid gap-2">
        <p>{t('scan')}</p>
        {/* biome-ignore lint/performance/noImgElement: the picture is in the page, so there is nothing to optimise. */}
        <img
          src={offer.picture}
          width={200}
          height={200}
          alt={t('picture')}
          className="rounded-md bg-white"
        />
        <p className="text-muted text-sm">
          {t.rich('key', {
            key: () => <code className="select-all break-all text-ink">{offer.key}</code>,
          })}
        </p>
      </div>
      <TextField
        label={t('code')}
        description={t('codeHint')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={60}
        required
        error={fields.code}
      />
    </>
  );
}
