'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useFaultFocus } from '@/components/forms/use-fault-focus';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { TextField } from '@/components/ui/text-field';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ThroughOptions } from '@/lib/auth/choose-caller';
import type { DoorOutcome } from '@/lib/changes/outcome';
import type { JobKind } from '@/lib/db/tables/jobs';
import { pairOf } from '@/lib/devices/pair-key';
import { DoorChoice, type DoorOption } from './door-choice';
import { DoorOutcomes } from './door-outcomes';
import { accountOf, chosenOf, ThroughChoice } from './through-choice';
import { type DoorChange, useDoorChange } from './use-door-change';

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
  through,
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
  /** The connections that it may go through, if there is a choice. */
  through?: ThroughOptions | undefined;
  confirm: (account: string) => string;
  tone?: 'primary' | 'danger';
  kind?: JobKind;
  run: (change: DoorChange) => Promise<VerbResult<DoorOutcome[]>>;
}) {
  const form = useId();
  const fields = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState('');
  // Stores what is left out, so a door that a later read brings is included like the others.
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [via, setVia] = useState<string | null>(null);
  const stopped = useStopped('cloud', accountOf(through, via));
  const picked = doors.filter((door) => !without.has(pairOf(door)));
  const change = useDoorChange({
    doors,
    account: account ? typed.trim() : null,
    via: chosenOf(through, via),
    run,
  });
  const { done, failure, pending, ended, failed } = change;
  // Another member decides now.
  const isAsked = failure?.code === 'approval-needed';
  const blocked = stopped !== null || picked.length === 0;
  useFaultFocus(fields, failure);

  function close() {
    change.forget();
    setTyped('');
    setWithout(new Set());
    setVia(null);
    onClose();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!pending && !blocked && !isAsked) change.send(picked);
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
        <ChangeButtons
          ended={ended || isAsked}
          pending={pending}
          onClose={close}
          failed={failed.length}
          {...(stopped ? {} : { onTryAgain: change.sendFailedAgain })}
        >
          <Button tone={tone} type="submit" form={form} pending={pending} disabled={blocked}>
            {confirm(typed.trim())}
          </Button>
        </ChangeButtons>
      }
    >
      {done ? (
        <div className={ended ? undefined : 'mb-4'}>
          {ended && failure ? <ErrorNote code={failure.code} /> : null}
          <DoorOutcomes
            outcomes={done.outcomes}
            doors={done.doors}
            focused={ended}
            {...(kind ? { kind } : {})}
          />
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
          <ThroughChoice options={through} via={via} onChoose={setVia} />
        </form>
      )}
    </Dialog>
  );
}

function ChangeButtons({
  ended,
  pending,
  onClose,
  failed,
  onTryAgain,
  children,
}: {
  ended: boolean;
  pending: boolean;
  onClose: () => void;
  /** Doors at which it failed, for certain, while it was done at others. */
  failed: number;
  onTryAgain?: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('common');
  const jobs = useTranslations('jobs.doors');
  return ended ? (
    <>
      {failed > 0 ? (
        <Button onClick={onTryAgain} pending={pending} disabled={!onTryAgain}>
          {jobs('tryAgain', { count: failed })}
        </Button>
      ) : null}
      <Button tone="primary" onClick={onClose} disabled={pending}>
        {t('close')}
      </Button>
    </>
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
