'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useId, useRef, useState, useTransition } from 'react';
import { useFaultFocus } from '@/components/forms/use-fault-focus';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote, useErrorWords } from '@/components/ui/error-note';
import { TextField } from '@/components/ui/text-field';
import type { VerbResult } from '@/lib/abilities/verb';
import { type DoorOutcome, isUnchanged } from '@/lib/changes/outcome';
import type { JobKind } from '@/lib/db/tables/jobs';
import { pairOf } from '@/lib/devices/pair-key';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { DoorChoice, type DoorOption } from './door-choice';
import { DoorOutcomes } from './door-outcomes';

export type DoorChange = { requestKey: string; doors: { gid: string; channel: number }[]; account: string };

/**
 * Asks for what a change at a room's doors needs, makes it, and shows each door's outcome in the same dialog. If nothing
 * was changed, the form stays, with its values, to try again.
 */
export function ChangeDialog({
  open,
  onClose,
  title,
  description,
  before,
  loading = false,
  doors,
  account,
  confirm,
  tone = 'primary',
  kind,
  run,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  description: ReactNode;
  /** Above the other fields. */
  before?: ReactNode;
  /** True while it is not known what to ask: then only `before` is shown. */
  loading?: boolean;
  doors: DoorOption[];
  /** If given, asks for an account. */
  account?: { label: string; hint: string };
  confirm: (account: string) => string;
  tone?: 'primary' | 'danger';
  kind?: JobKind;
  run: (change: DoorChange) => Promise<VerbResult<DoorOutcome[]>>;
}) {
  const form = useId();
  const fields = useRef<HTMLFormElement>(null);
  const router = useRouter();
  const [typed, setTyped] = useState('');
  // Stores what is left out, so a door that a later read brings is included like the others.
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<{ outcomes: DoorOutcome[]; doors: DoorOption[] } | null>(null);
  const [failure, setFailure] = useState<{ code: ErrorCode; fields?: Record<string, string> } | null>(null);
  const [pending, startTransition] = useTransition();
  const unknown = useErrorWords('refused-wrong-account');
  useFaultFocus(fields, failure);
  const intent = useIntentKey();

  const stopped = useStopped('cloud');
  const picked = doors.filter((door) => !without.has(pairOf(door)));
  // A read in between may leave no door at which the change can be tried again.
  const ended =
    done !== null && (doors.length === 0 || !isUnchanged(done.outcomes.map(({ outcome }) => outcome)));
  const blocked = stopped !== null || picked.length === 0;

  function close() {
    setDone(null);
    setFailure(null);
    setTyped('');
    setWithout(new Set());
    intent.forget();
    onClose();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (pending || blocked) return;
    const change = { doors: picked.map(({ gid, channel }) => ({ gid, channel })), account: typed.trim() };
    const requestKey = intent.keyFor(change);
    setDone(null);
    startTransition(async () => {
      const result = await answerOf(run({ requestKey, ...change }));
      if (!result.ok) return setFailure(result);
      // Nothing was changed, so the next press is another intent.
      if (isUnchanged(result.data.map(({ outcome }) => outcome))) intent.forget();
      if (account && result.data.every(({ outcome }) => outcome.code === 'refused-wrong-account')) {
        setFailure({ code: 'invalid-input', fields: { account: `${unknown.title}. ${unknown.text}` } });
        return;
      }
      setFailure(null);
      setDone({ outcomes: result.data, doors: picked });
      router.refresh();
    });
  }

  const fieldError = failure?.fields?.account ?? failure?.fields?.master ?? failure?.fields?.subMaster;
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      description={ended ? undefined : description}
      size="small"
      locked={pending}
      loading={loading}
      footer={
        <ChangeButtons ended={ended} pending={pending} onClose={close}>
          <Button tone={tone} type="submit" form={form} pending={pending} disabled={blocked}>
            {confirm(typed.trim())}
          </Button>
        </ChangeButtons>
      }
    >
      {done ? (
        <div className={ended ? undefined : 'mb-4'}>
          <DoorOutcomes outcomes={done.outcomes} doors={done.doors} {...(kind ? { kind } : {})} />
        </div>
      ) : null}
      {ended ? null : (
        <form ref={fields} id={form} noValidate onSubmit={submit} className="grid gap-4">
          <DoubtNote doubt={stopped} />
          {failure && !fieldError ? <ErrorNote code={failure.code} /> : null}
          {before}
          {account && !loading ? (
            <ChangedAccount {...account} typed={typed} onType={setTyped} error={fieldError} />
          ) : null}
          <DoorChoice doors={doors} without={without} onChange={setWithout} />
        </form>
      )}
    </Dialog>
  );
}

/** One key for one intent: a second press, or a repeat after a lost answer, changes nothing twice. */
function useIntentKey() {
  const intent = useRef({ key: '', of: '' });
  return {
    keyFor: (change: object) => {
      const of = JSON.stringify(change);
      if (intent.current.of !== of) intent.current = { key: crypto.randomUUID(), of };
      return intent.current.key;
    },
    forget: () => {
      intent.current = { key: '', of: '' };
    },
  };
}

function ChangeButtons({
  ended,
  pending,
  onClose,
  children,
}: {
  ended: boolean;
  pending: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('common');
  return ended ? (
    <Button tone="primary" onClick={onClose}>
      {t('close')}
    </Button>
  ) : (
    <>
      <Button onClick={onClose} disabled={pending}>
        {t('cancel')}
      </Button>
      {children}
    </>
  );
}

function ChangedAccount({
  label,
  hint,
  typed,
  onType,
  error,
}: {
  label: string;
  hint: string;
  typed: string;
  onType: (typed: string) => void;
  error: string | undefined;
}) {
  return (
    <TextField
      label={label}
      description={hint}
      type="email"
      name="account"
      autoComplete="off"
      maxLength={254}
      required
      value={typed}
      onChange={(event) => onType(event.target.value)}
      error={error}
    />
  );
}
