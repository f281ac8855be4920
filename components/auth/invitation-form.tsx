'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { PageForm } from '@/components/forms/page-form';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { TextField } from '@/components/ui/text-field';
import { answerOf } from '@/lib/http/call-action';
import {
  acceptWithPasskeyAction,
  acceptWithPasswordAction,
  beginInvitedOidcAction,
  beginInvitedPasskeyAction,
  beginInvitedTotpAction,
  joinAction,
} from '@/lib/members/invitation/actions';
import type { Invitation } from '@/lib/members/invitation/data';
import type { TotpOffer } from '@/lib/members/sign-in/totp-code';
import { labelText } from '@/lib/text/visible-text';
import { goToIssuer } from './go-to-issuer';
import { NewPasswordFields } from './new-password-fields';
import { postProvider, type Refusal, refusalOf } from './next-auth-client';
import { RecoveryCodes } from './recovery-codes';
import { RefusalNote } from './refusal-note';

type Failure = Refusal & { fields?: Record<string, string> };
type Step =
  | { name: 'choose' }
  | { name: 'password'; offer: TotpOffer }
  | { name: 'codes'; codes: readonly string[] };

/**
 * How an invited person, or one whose way to sign in is lost, gets a sign-in of their own. `children`: what the link is for,
 * until it is used.
 */
export function InvitationForm({
  token,
  invitation,
  children,
}: {
  token: string;
  invitation: Invitation;
  children: ReactNode;
}) {
  const t = useTranslations('invitation');
  const isRecovery = invitation.purpose === 'recovery';
  const [name, setName] = useState(invitation.name);
  const [step, setStep] = useState<Step>({ name: 'choose' });
  const [pending, setPending] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const fields = failure?.fields ?? {};

  async function run(which: string, go: () => Promise<Failure | null>) {
    if (pending) return;
    setFailure(null);
    setPending(which);
    setFailure(await go().catch(() => refusalOf('connection-lost')));
    setPending(null);
  }

  async function preparePassword(): Promise<Failure | null> {
    const offer = await answerOf(beginInvitedTotpAction({ token, name }));
    if (!offer.ok) return failureOf(offer);
    setStep({ name: 'password', offer: offer.data });
    return null;
  }

  async function sendPassword(offer: TotpOffer, data: FormData): Promise<Failure | null> {
    const typed = Object.fromEntries(data);
    const accepted = await answerOf(
      acceptWithPasswordAction({ ...typed, token, name, challengeId: offer.challengeId }),
    );
    if (!accepted.ok) return failureOf(accepted);
    const answer = await postProvider('ticket', { ticket: accepted.data.ticket });
    if (!answer.ok) return answer;
    setStep({ name: 'codes', codes: accepted.data.codes });
    return null;
  }

  if (step.name === 'codes') {
    return (
      <div className="grid gap-4">
        <h1 ref={takeFocus} tabIndex={-1} className="font-semibold text-xl outline-none">
          {t('done')}
        </h1>
        <RecoveryCodes codes={step.codes} />
        <Button tone="primary" onClick={() => window.location.assign('/')}>
          {t('enter')}
        </Button>
      </div>
    );
  }
  const refusal =
    failure && Object.keys(fields).length === 0 ? <RefusalNote refusal={failure} own={{}} /> : null;
  if (step.name === 'password') {
    return (
      <>
        {children}
        <PageForm
          answer={failure}
          refusal={refusal}
          send={(data) => run('password', () => sendPassword(step.offer, data))}
          pending={pending === 'password'}
          submit={isRecovery ? t('recover') : t('accept')}
          links={
            <Button tone="quiet" onClick={() => setStep({ name: 'choose' })}>
              {t('back')}
            </Button>
          }
        >
          <NewPasswordFields signInName={invitation.signInName} offer={step.offer} fields={fields} />
        </PageForm>
      </>
    );
  }
  return (
    <>
      {children}
      <Choice
        token={token}
        invitation={invitation}
        name={name}
        onName={setName}
        pending={pending}
        run={run}
        onPassword={preparePassword}
        refusal={refusal}
        fault={fields.name}
      />
    </>
  );
}

/** The button that had the focus is gone, and what comes next is at the top. */
function takeFocus(heading: HTMLElement | null) {
  heading?.focus();
}

function Choice({
  token,
  invitation,
  name,
  onName,
  pending,
  run,
  onPassword,
  refusal,
  fault,
}: {
  token: string;
  invitation: Invitation;
  name: string;
  onName: (name: string) => void;
  pending: string | null;
  run: (which: string, go: () => Promise<Failure | null>) => void;
  onPassword: () => Promise<Failure | null>;
  refusal: ReactNode;
  fault: string | undefined;
}) {
  const t = useTranslations('invitation');
  const { ways, member, isMemberHere } = invitation;
  const isRecovery = invitation.purpose === 'recovery';
  return (
    <div className="grid gap-3">
      {member ? (
        <section className="grid gap-3">
          <div>
            <h2 className="font-medium">{t('asMember', { name: labelText(member) })}</h2>
            <p className="text-muted">{t(isMemberHere ? 'hereText' : 'asMemberText')}</p>
          </div>
          {refusal}
          {isMemberHere ? null : (
            <Button
              tone="primary"
              pending={pending === 'join'}
              onClick={() => run('join', () => join(token))}
            >
              {t('join')}
            </Button>
          )}
          <div className="mt-2 border-line border-t pt-4">
            <h2 className="font-medium">{t(isMemberHere ? 'asOtherHere' : 'asOther')}</h2>
            <p className="text-muted">{t('asOtherText', { name: labelText(member) })}</p>
          </div>
        </section>
      ) : (
        refusal
      )}
      {isRecovery ? null : (
        <TextField
          label={t('name')}
          description={t('nameHint')}
          value={name}
          onChange={(event) => onName(event.target.value)}
          name="name"
          autoComplete="name"
          maxLength={100}
          required
          error={fault}
        />
      )}
      {ways.passkey ? (
        <>
          <Button
            {...(member ? {} : { tone: 'primary' })}
            icon={KeyRound}
            pending={pending === 'passkey'}
            onClick={() => run('passkey', () => acceptByPasskey({ token, name }))}
          >
            {t('passkey')}
          </Button>
          <p className="text-muted text-sm">{t('passkeyHint')}</p>
        </>
      ) : null}
      {ways.password ? (
        <Button pending={pending === 'offer'} onClick={() => run('offer', onPassword)}>
          {t('password')}
        </Button>
      ) : null}
      {ways.issuer ? (
        <Button
          pending={pending === 'oidc'}
          onClick={() => run('oidc', () => acceptByIssuer({ token, name }))}
        >
          {t('oidc', { issuer: ways.issuer })}
        </Button>
      ) : null}
      {isRecovery || member ? null : (
        <p className="text-muted">
          <span>{t('known')} </span>
          <Link href={`/login?${new URLSearchParams({ from: `/invite/${token}` })}`}>{t('signInFirst')}</Link>
        </p>
      )}
    </div>
  );
}

type Who = { token: string; name: string };

async function acceptByPasskey(who: Who): Promise<Failure | null> {
  const [{ makePasskey, nameOfDevice }, begun] = await Promise.all([
    import('./ask-passkey'),
    answerOf(beginInvitedPasskeyAction(who)),
  ]);
  if (!begun.ok) return failureOf(begun);
  const { challengeId, options } = begun.data;
  const response = await makePasskey(options);
  if (!response) return refusalOf('passkey-unused');
  const given = { ...who, challengeId, response, passkeyName: nameOfDevice() };
  const accepted = await answerOf(acceptWithPasskeyAction(given));
  return accepted.ok ? enter(accepted.data.ticket) : failureOf(accepted);
}

async function acceptByIssuer(who: Who): Promise<Failure | null> {
  const begun = await answerOf(beginInvitedOidcAction(who));
  return begun.ok ? goToIssuer({ intent: begun.data.intent }) : failureOf(begun);
}

async function join(token: string): Promise<Failure | null> {
  const joined = await answerOf(joinAction({ token }));
  return joined.ok ? enter(joined.data.ticket) : failureOf(joined);
}

/** The new session replaces any other one of this browser. */
async function enter(ticket: string): Promise<Failure | null> {
  const answer = await postProvider('ticket', { ticket });
  if (!answer.ok) return answer;
  window.location.assign('/');
  return new Promise(() => {});
}

function failureOf(answer: {
  code: Refusal['code'];
  fields?: Record<string, string>;
  minutes?: number;
}): Failure {
  const { code, fields, minutes } = answer;
  return { ...refusalOf(code), minutes: minutes ?? null, ...(fields ? { fields } : {}) };
}
