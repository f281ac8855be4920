import { useTranslations } from 'next-intl';
import { ErrorNote } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import type { ErrorCode } from '@/lib/errors';
import type { OwnWays } from '@/lib/members/sign-in/data';
import { KeepOneWay } from './keep-one-way';
import { OwnIdentities } from './own-identities';
import { OwnPasskeys } from './own-passkeys';
import { OwnPassword } from './own-password';

/** A member's ways to sign in. `refused`: why an issuer's answer was refused. `linked`: one was just linked. */
export function OwnSignIn({
  ways,
  refused,
  linked,
}: {
  ways: OwnWays;
  refused: ErrorCode | null;
  linked: boolean;
}) {
  const t = useTranslations('settings.signIn');
  return (
    <div className="grid gap-5">
      <p className="max-w-prose text-muted">{t('intro')}</p>
      {refused ? <ErrorNote code={refused} /> : null}
      {linked && !refused ? <Notice tone="good">{t('linked')}</Notice> : null}
      {ways.recoveredAt ? <KeepOneWay recoveredAt={ways.recoveredAt} /> : null}
      <OwnPasskeys passkeys={ways.passkeys} passkeysWork={ways.passkeysWork} />
      <OwnPassword
        signInName={ways.signInName}
        passwordSetAt={ways.passwordSetAt}
        recoveryCodes={ways.recoveryCodes}
      />
      {ways.issuer || ways.identities.length > 0 ? (
        <OwnIdentities identities={ways.identities} issuer={ways.issuer} />
      ) : null}
    </div>
  );
}
