'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isOpenRequest, type OwnRequest, useOwnRequests } from '@/components/approvals/use-own-requests';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { TextField } from '@/components/ui/text-field';
import { isSameGrants } from '@/lib/auth/compare-grants';
import type { Grants } from '@/lib/db/tables/members';
import { inviteMemberAction } from '@/lib/members/roster/actions';
import type { BuildingNames } from '@/lib/members/roster/data';
import type { Invited } from '@/lib/members/roster/verbs';
import { labelText } from '@/lib/text/visible-text';
import { AskedBefore } from './asked-before';
import { draftOf, emptyDraft, grantsOf, hasAnyEverywhere } from './grants-draft';
import { GrantsFields } from './grants-fields';
import { MadeLink } from './made-link';

const nothing = { name: '', email: '' };

/** Ends with the link, which is shown once. */
export function InviteDialog({
  open,
  onClose,
  own,
  buildings,
  hasMail,
}: {
  open: boolean;
  onClose: () => void;
  own: Grants | null;
  buildings: BuildingNames;
  hasMail: boolean;
}) {
  const t = useTranslations('members');
  const first = { ...emptyDraft, where: hasAnyEverywhere(own) ? emptyDraft.where : ('chosen' as const) };
  const [draft, setDraft] = useState(first);
  const [typed, setTyped] = useState(nothing);
  const [made, setMade] = useState<Invited | null>(null);
  const gate = usePasswordGate(inviteMemberAction);
  const entry = useForm(gate.send, setMade);
  const requests = useOwnRequests(open && made === null, 'members.invite') ?? [];
  const asked = requests.filter(isOpenRequest);
  const grants = grantsOf(draft);
  const same = asked.find(
    ({ subject, facts }) =>
      subject === typed.name.trim().replace(/\s+/g, ' ') &&
      (facts.email ?? '') === typed.email.trim() &&
      facts.grants !== undefined &&
      isSameGrants(facts.grants, grants),
  );

  const current = same ?? requests.find(({ id }) => id === entry.approval) ?? null;

  /** The answer was about other values. */
  function edit(change: () => void) {
    if (entry.approval) entry.clear();
    change();
  }

  function take({ subject, facts }: OwnRequest) {
    setTyped({ name: subject, email: facts.email ?? '' });
    if (facts.grants) setDraft(draftOf(facts.grants));
  }

  function close() {
    entry.clear();
    setMade(null);
    setDraft(first);
    setTyped(nothing);
    onClose();
  }

  if (open && made) {
    return (
      <MadeLink
        title={t('made.title', { name: labelText(made.name) })}
        address={made.address}
        expiresAt={made.expiresAt}
        onClose={close}
      >
        <p>{t(`made.mail.${made.mail}`, { email: made.email ?? '' })}</p>
      </MadeLink>
    );
  }
  return (
    <>
      <FormDialog
        entry={entry}
        open={open}
        onClose={close}
        title={t('inviteTitle')}
        description={t('inviteText')}
        confirm={t('inviteConfirm')}
        request={current}
        // As it was asked: what was approved is found by its exact values.
        onSubmit={() => entry.submit({ ...typed, grants: same?.facts.grants ?? grants })}
      >
        <AskedBefore
          requests={asked.filter(({ id }) => id !== current?.id)}
          onTake={(request) => edit(() => take(request))}
        />
        <TextField
          label={t('form.name')}
          name="name"
          value={typed.name}
          onChange={({ target }) => edit(() => setTyped((known) => ({ ...known, name: target.value })))}
          autoComplete="off"
          maxLength={200}
          required
          error={entry.fields.name}
        />
        <TextField
          label={t('form.email')}
          name="email"
          value={typed.email}
          onChange={({ target }) => edit(() => setTyped((known) => ({ ...known, email: target.value })))}
          type="email"
          autoComplete="off"
          maxLength={254}
          optional
          description={hasMail ? t('form.emailHint') : t('form.noMail')}
          error={entry.fields.email}
        />
        <GrantsFields
          draft={draft}
          onChange={(next) => edit(() => setDraft(next))}
          own={own}
          buildings={buildings}
          fields={entry.fields}
        />
      </FormDialog>
      {gate.prompt}
    </>
  );
}
