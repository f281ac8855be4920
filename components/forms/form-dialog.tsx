'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, type RefObject, useId } from 'react';
import { RequestNote } from '@/components/approvals/request-note';
import type { OwnRequest } from '@/components/approvals/use-own-requests';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { FaultNote } from '@/components/ui/fault-note';
import type { ErrorCode } from '@/lib/errors';

type Props = {
  /** From `useForm`. */
  entry: { form: RefObject<HTMLFormElement | null>; pending: boolean; code: ErrorCode | null };
  open?: boolean;
  title: string;
  description?: string | undefined;
  size?: 'small';
  /** Default "Save". */
  confirm?: string | undefined;
  /** Label of the button that loads the page again after another person has changed the entry. */
  reload?: string;
  /** The id of the entry that is edited: typed values come back only to it. */
  record?: string | undefined;
  /** With these values, or made by the last press: see `useOwnRequests`. */
  request?: OwnRequest | null;
  /** Allowed while the account's password is in doubt, like its action. */
  whileInDoubt?: boolean;
  onSubmit: (form: HTMLFormElement) => void;
  onClose: () => void;
  children: ReactNode;
};

/** A form in a dialog. The dialog stays open while the form is sent. A refusal keeps the typed text. */
export function FormDialog({
  entry,
  open = true,
  confirm,
  reload,
  record,
  request = null,
  whileInDoubt = false,
  onSubmit,
  onClose,
  children,
  ...dialog
}: Props) {
  const common = useTranslations('common');
  const id = useId();
  const doubt = useStopped('desk');
  const stopped = whileInDoubt ? null : doubt;
  // Another member decides now. What is typed here was sent, and another press would only ask again.
  const isAsked = entry.code === 'approval-needed' && (request === null || request.state === 'waiting');
  const code = entry.code === 'approval-needed' && !isAsked ? null : entry.code;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // The dialog may be inside the tree of another form.
    event.stopPropagation();
    if (!entry.pending && !stopped && !isAsked) onSubmit(event.currentTarget);
  }

  return (
    <Dialog
      open={open}
      onClose={onClose}
      locked={entry.pending}
      {...dialog}
      footer={
        <>
          <Button onClick={onClose} disabled={entry.pending}>
            {common(isAsked ? 'close' : 'cancel')}
          </Button>
          {isAsked ? null : (
            <Button
              tone="primary"
              type="submit"
              form={id}
              pending={entry.pending}
              disabled={stopped !== null}
            >
              {confirm ?? common('save')}
            </Button>
          )}
        </>
      }
    >
      <form ref={entry.form} id={id} data-record={record} noValidate className="grid gap-4" onSubmit={submit}>
        <DoubtNote doubt={stopped} />
        {request && !isAsked ? <RequestNote request={request} /> : null}
        {code ? (
          <FaultNote code={code}>
            {code === 'conflict' && reload ? (
              <Button size="small" className="mt-2" onClick={() => window.location.reload()}>
                {reload}
              </Button>
            ) : null}
          </FaultNote>
        ) : null}
        {children}
      </form>
    </Dialog>
  );
}
