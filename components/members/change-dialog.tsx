'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isOpenRequest, useOwnRequests } from '@/components/approvals/use-own-requests';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { toast } from '@/components/ui/toast';
import { isSameGrants } from '@/lib/auth/compare-grants';
import type { Grants } from '@/lib/db/tables/members';
import { changeMemberAction } from '@/lib/members/roster/actions';
import type { BuildingNames } from '@/lib/members/roster/data';
import { labelText } from '@/lib/text/visible-text';
import { AskedBefore } from './asked-before';
import { draftOf, type GrantsDraft, grantsOf } from './grants-draft';
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
  const requests = useOwnRequests(true, 'members.change') ?? [];
  const open = requests.filter((one) => isOpenRequest(one) && one.facts.about === member.id);
  const grants = grantsOf(draft);
  const same = open.find(({ facts }) => facts.grants && isSameGrants(facts.grants, grants));

  function change(next: GrantsDraft) {
    // The answer was about other switches.
    if (entry.approval) entry.clear();
    setDraft(next);
  }

  return (
    <>
      <FormDialog
        entry={entry}
        record={member.id}
        request={same ?? requests.find(({ id }) => id === entry.approval) ?? null}
        onClose={onClose}
        title={t('changeTitle', { name })}
        // As it was asked: what was approved is found by its exact values.
        onSubmit={() => entry.submit({ id: member.id, grants: same?.facts.grants ?? grants })}
      >
        <AskedBefore
          requests={open.filter((one) => one !== same)}
          onTake={({ facts }) => facts.grants && change(draftOf(facts.grants))}
        />
        <GrantsFields draft={draft} onChange={change} own={own} buildings={buildings} fields={entry.fields} />
      </FormDialog>
      {gate.prompt}
    </>
  );
}
