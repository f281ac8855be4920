'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorNote } from '@/components/ui/error-note';
import { Spinner } from '@/components/ui/spinner';
import { TextField } from '@/components/ui/text-field';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { confirmMemberAction } from '@/lib/members/sign-in/actions';
import type { ProofWay } from '@/lib/members/sign-in/data';
import type { MemberProof as Proof } from '@/lib/members/sign-in/prove-member';
import { goToIssuer } from './go-to-issuer';
import { PasswordField } from './password-field';

type Offer = { ways: ProofWay[]; issuer: string | null };

/**
 * Asks a member to show who they are, with one of their own ways. `onConfirmed` then repeats the refused action. `deed`: what
 * is done with the proof instead. An issuer cannot give one for it, because its answer comes to another page.
 */
export function MemberPrompt({
  deed,
  onClose,
  onConfirmed,
}: {
  deed?: { title: string; text: string; send: (proof: Proof) => Promise<VerbResult<unknown>> };
  onClose: () => void;
  onConfirmed: () => void;
}) {
  const t = useTranslations('auth.proof');
  const common = useTranslations('common');
  const [offer, setOffer] = useState<Offer | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  // Not a transition: the action that waits for this answer would block it.
  const [pending, setPending] = useState<ProofWay | null>(null);

  useEffect(() => {
    fetch('/api/identity', { cache: 'no-store' })
      .then(async (response) => {
        const body = await response.json();
        if (response.ok) setOffer(body);
        else setFailure(body.error);
      })
      .catch(() => setFailure('connection-lost'));
  }, []);

  async function prove(way: ProofWay, make: () => Promise<Proof | ErrorCode>) {
    if (pending) return;
    setPending(way);
    setFailure(null);
    const proof = await make().catch((): ErrorCode => 'connection-lost');
    const result =
      typeof proof === 'string'
        ? { ok: false as const, code: proof }
        : await answerOf((deed?.send ?? confirmMemberAction)(proof));
    setPending(null);
    if (result.ok) {
      onConfirmed();
      return;
    }
    // The session has ended. The reloaded page redirects to sign-in, which says why.
    if (result.code === 'throttled' || result.code === 'signed-out') window.location.reload();
    setFailure(result.code);
  }

  const has = (way: ProofWay) => (offer?.ways.includes(way) ?? false) && !(deed && way === 'oidc');
  return (
    <Dialog
      open
      onClose={onClose}
      title={deed?.title ?? t('title')}
      description={deed?.text ?? t('text')}
      size="small"
      locked={pending !== null}
      loading={!offer}
      footer={
        <Button onClick={onClose} disabled={pending !== null}>
          {common('cancel')}
        </Button>
      }
    >
      <div className="grid gap-3">
        {failure && failure !== 'wrong-code' && failure !== 'wrong-password' ? (
          <ErrorNote code={failure} />
        ) : null}
        {!offer && !failure ? <Spinner /> : null}
        {offer && !offer.ways.some((way) => has(way)) ? <p>{t('none')}</p> : null}
        {has('passkey') ? (
          <Button
            tone="primary"
            icon={KeyRound}
            data-first-focus
            pending={pending === 'passkey'}
            onClick={() => prove('passkey', provePasskey)}
          >
            {t('passkey')}
          </Button>
        ) : null}
        {has('oidc') && offer?.issuer ? (
          <div className="grid gap-1">
            <Button pending={pending === 'oidc'} onClick={() => prove('oidc', proveAtIssuer)}>
              {t('oidc', { issuer: offer.issuer })}
            </Button>
            <p className="text-muted text-sm">{t('oidcHint')}</p>
          </div>
        ) : null}
        {has('totp') ? (
          <TypedProof
            failure={failure}
            pending={pending}
            onProof={(way, proof) => prove(way, async () => proof)}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

/** The code of the app, or the password instead. */
function TypedProof({
  failure,
  pending,
  onProof,
}: {
  failure: ErrorCode | null;
  pending: ProofWay | null;
  onProof: (way: 'totp' | 'password', proof: Proof) => void;
}) {
  const t = useTranslations('auth.proof');
  const [way, setWay] = useState<'totp' | 'password'>('totp');

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // The prompt is inside other forms' dialogs. Their submit is not meant.
    event.stopPropagation();
    const typed = String(new FormData(event.currentTarget).get('typed'));
    onProof(way, way === 'totp' ? { way, code: typed } : { way, password: typed });
  }

  const field = { name: 'typed', required: true };
  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-3">
      {way === 'totp' ? (
        <TextField
          {...field}
          key={way}
          label={t('code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={60}
          error={failure === 'wrong-code' ? t('wrongCode') : undefined}
        />
      ) : (
        <PasswordField
          {...field}
          key={way}
          label={t('password')}
          autoComplete="current-password"
          autoFocus
          error={failure === 'wrong-password' ? t('wrongPassword') : undefined}
        />
      )}
      <div className="flex flex-wrap justify-between gap-2">
        <Button tone="quiet" onClick={() => setWay(way === 'totp' ? 'password' : 'totp')}>
          {way === 'totp' ? t('usePassword') : t('useCode')}
        </Button>
        <Button type="submit" pending={pending === way}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}

async function post(path: string, body: unknown) {
  const response = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
  return { ok: response.ok, body: await response.json() };
}

async function provePasskey(): Promise<Proof | ErrorCode> {
  const [{ askPasskey }, asked] = await Promise.all([
    import('./ask-passkey'),
    post('/api/identity/passkey', {}),
  ]);
  if (!asked.ok) return asked.body.error;
  const response = await askPasskey(asked.body.options);
  return response ? { way: 'passkey', challengeId: asked.body.challengeId, response } : 'passkey-unused';
}

async function proveAtIssuer(): Promise<ErrorCode> {
  const back = window.location.pathname + window.location.search;
  const asked = await post('/api/identity/oidc', { back });
  if (!asked.ok) return asked.body.error;
  return (await goToIssuer({ intent: asked.body.intent, next: back, again: true })).code;
}
