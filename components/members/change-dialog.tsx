'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { toast } from '@/components/ui/toast';
import type { Grants } from '@/lib/db/tables/members';
import { changeMemberAction } from '@/lib/members/roster/actions';
import type { BuildingNames } from '@/lib/members/roster/data';
import { labelText } from '@/lib/text/visible-text';
import { draftOf, grantsOf } from './grants-draft';
import { GrantsFields } from './grants-fields';

export function ChangeDialog({
  member,
  onClose,
  own,
  buildings,
}: {
  member: { id: string; name: string; grants: Grants };
  onClose: () => void;
  own: Grants | null;
  buildings: BuildingNames;
}) {
  const t = useTranslations('members');
  const [draft, setDraft] = useState(() => draftOf(member.grants));
  const gate = usePasswordGate(changeMemberAction);
  const name = labelText(member.name);
  const entry = useForm(gate.send, () => {
    toast(t('changed', { name }));
    onClose();
  });
  return (
    <>
      <FormDialog
        entry={entry}
        record={member.id}
        onClose={onClose}
        title={t('changeTitle', { name })}
        onSubmit={() => entry.submit({ id: member.id, grants: grantsOf(draft) })}
      >
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
