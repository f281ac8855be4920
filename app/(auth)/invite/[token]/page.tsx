import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { InvitationForm } from '@/components/auth/invitation-form';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { SafeText } from '@/components/ui/safe-text';
import { ClientMessages } from '@/lib/i18n/client-messages';
import { type Invitation, loadInvitation } from '@/lib/members/invitation/data';
import { labelText } from '@/lib/text/visible-text';

/** The address holds the token, so nothing that a page links to may learn it. */
export const metadata: Metadata = { referrer: 'no-referrer', robots: { index: false } };

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [t, format, invitation] = await Promise.all([
    getTranslations(),
    getFormatter(),
    loadInvitation(token),
  ]);
  if ('code' in invitation) {
    if (invitation.usedAs !== undefined) return <OwnUse name={invitation.usedAs} />;
    if (invitation.code !== 'recovery-elsewhere') notFound();
    return (
      <>
        <h1 className="mb-4 font-semibold text-xl">{t('invitation.recoveryTitle')}</h1>
        <Notice tone="warn" title={t('errors.codes.recovery-elsewhere.title')}>
          {t('errors.codes.recovery-elsewhere.text')}
        </Notice>
      </>
    );
  }
  const who = {
    by: () => <SafeText>{invitation.madeBy}</SafeText>,
    account: () => <SafeText>{invitation.account}</SafeText>,
  };
  const isRecovery = invitation.purpose === 'recovery';
  return (
    <ClientMessages use={['invitation']}>
      <InvitationForm token={token} invitation={invitation}>
        <h1 className="font-semibold text-xl">
          {isRecovery ? t('invitation.recoveryTitle') : t('invitation.title')}
        </h1>
        <p className="mt-1 break-words">
          {isRecovery ? (
            <span key="recovery">{t.rich('invitation.recoveryText', who)}</span>
          ) : (
            <span key="invitation">{t.rich('invitation.text', who)}</span>
          )}
        </p>
        {isRecovery ? null : <Granted invitation={invitation} />}
        <p className="mt-2 mb-4 text-muted">
          {t('invitation.until', {
            time: format.dateTime(new Date(invitation.expiresAt), {
              dateStyle: 'long',
              timeStyle: 'short',
              timeZone: 'UTC',
            }),
          })}
        </p>
      </InvitationForm>
    </ClientMessages>
  );
}

/** Such as after a reload of the page that showed the recovery codes. */
async function OwnUse({ name }: { name: string }) {
  const t = await getTranslations('invitation.used');
  return (
    <div className="flex flex-col items-start gap-4">
      <h1 className="font-semibold text-xl">{t('title')}</h1>
      <p>
        <SafeText>{t('text', { name: labelText(name) })}</SafeText>
      </p>
      <p className="text-muted">{t('codes')}</p>
      <div className="flex flex-wrap gap-2">
        <ButtonLink tone="primary" href="/">
          {t('enter')}
        </ButtonLink>
        <ButtonLink href="/settings#sign-in">{t('settings')}</ButtonLink>
      </div>
    </div>
  );
}

async function Granted({ invitation }: { invitation: Invitation }) {
  const t = await getTranslations('invitation');
  const list = (
    capabilities: readonly (Invitation['everywhere'][number] | Invitation['workspace'][number])[],
  ) => (
    <ul className="list-disc pl-5">
      {capabilities.map((name) => (
        <li key={name}>{t(`may.${name}`)}</li>
      ))}
    </ul>
  );
  const { everywhere, buildings, workspace } = invitation;
  return (
    <section className="mt-4">
      <h2 className="font-medium">{t('mayTitle')}</h2>
      <dl className="mt-1 grid gap-2 text-sm">
        {everywhere.length > 0 ? (
          <div>
            <dt className="text-muted">{t('everywhere')}</dt>
            <dd>{list(everywhere)}</dd>
          </div>
        ) : null}
        {buildings.map(({ name, capabilities }) => (
          <div key={name}>
            <dt className="break-words text-muted">
              <SafeText>{name}</SafeText>
            </dt>
            <dd>{list(capabilities)}</dd>
          </div>
        ))}
        {workspace.length > 0 ? (
          <div>
            <dt className="text-muted">{t('workspace')}</dt>
            <dd>{list(workspace)}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}
