'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { textsOf, useForm } from '@/components/forms/use-form';
import { TextField } from '@/components/ui/text-field';
import type { Grants } from '@/lib/db/tables/members';
import { inviteMemberAction } from '@/lib/members/roster/actions';
import type { BuildingNames } from '@/lib/members/roster/data';
import type { Invited } from '@/lib/members/roster/verbs';
import { labelText } from '@/lib/text/visible-text';
import { emptyDraft, grantsOf, hasAnyEverywhere } from './grants-draft';
import { GrantsFields } from './grants-fields';
import { MadeLink } from './made-link';

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
  const [made, setMade] = useState<Invited | null>(null);
  const gate = usePasswordGate(inviteMemberAction);
  const entry = useForm(gate.send, setMade);

  function close() {
    entry.clear();
    setMade(null);
    setDraft(first);
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
        onSubmit={(form) => {
          entry.submit({ ...textsOf(form, ['name', 'email']), grants: grantsOf(draft) });
        }}
      >
        <TextField
          label={t('form.name')}
          name="name"
          autoComplete="off"
          maxLength={200}
          required
          error={entry.fields.name}
        />
        <TextField
          label={t('form.email')}
          name="email"
          type="email"
          autoComplete="off"
          maxLength={254}
          optional
          description={hasMail ? t('form.emailHint') : t('form.noMail')}
          error={entry.fields.email}
        />
        <GrantsFields
          draft={draft}
          onChange={setDraft}
          own={own}
          buildings={buildings}
          fields={entry.fields}
        />
      </FormDialog>
      {gate.prompt}
    </>
  );
}
