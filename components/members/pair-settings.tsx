'use client';

import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { RequestNote } from '@/components/approvals/request-note';
import { isOpenRequest, useOwnRequests } from '@/components/approvals/use-own-requests';
import { Button } from '@/components/ui/button';
import { FaultNote } from '@/components/ui/fault-note';
import { TextField } from '@/components/ui/text-field';
import type { ErrorCode } from '@/lib/errors';
import type { WorkspaceSettings } from '@/lib/members/roster/data';
import { AskedSetting } from './asked-setting';

export function SettingNote({ code }: { code: ErrorCode | null }) {
  return code ? <FaultNote code={code} /> : null;
}

/** What waits for a second member. */
export function PairSettings({
  settings: { secondApproval, approvalAbove },
  mayChange,
  approvers,
  code,
  made,
  fault,
  doing,
  onSwitch,
  onSave,
}: {
  settings: WorkspaceSettings;
  mayChange: boolean;
  approvers: number;
  code: ErrorCode | null;
  /** The request that the last press made. */
  made: string | null;
  /** Of the number. */
  fault: string | undefined;
  doing: keyof WorkspaceSettings | null;
  onSwitch: () => void;
  onSave: (value: number) => void;
}) {
  const t = useTranslations('members.settings');
  const mayStart = secondApproval || approvers >= 2;
  const known = useOwnRequests(mayChange && secondApproval, 'members.settings');
  const asked = known?.filter(isOpenRequest) ?? [];
  const ended = known?.find((one) => one.id === made && !isOpenRequest(one));
  const number = asked.map(({ facts }) => facts.above?.to ?? null).find((to) => to !== null) ?? approvalAbove;
  return (
    <section className="grid justify-items-start gap-2">
      <h3 className="font-medium">{t('pair')}</h3>
      {/* What was asked for has a line of its own. */}
      <SettingNote code={code === 'approval-needed' && known ? null : code} />
      {ended ? <RequestNote request={ended} /> : null}
      {asked.map((request) => (
        <AskedSetting key={request.id} request={request} />
      ))}
      <p className="max-w-prose text-muted">
        {secondApproval ? t('pairOn', { count: approvalAbove }) : t('pairOff')}
      </p>
      {mayStart ? null : <p className="text-muted text-sm">{t('pairNeedsTwo')}</p>}
      {mayChange && mayStart ? (
        <Button pending={doing === 'secondApproval'} onClick={onSwitch}>
          {t(secondApproval ? 'pairSwitchOff' : 'pairSwitchOn')}
        </Button>
      ) : null}
      {mayChange && secondApproval ? (
        <PairNumber value={number} fault={fault} pending={doing === 'approvalAbove'} onSave={onSave} />
      ) : null}
    </section>
  );
}

function PairNumber({
  value,
  fault,
  pending,
  onSave,
}: {
  value: number;
  fault: string | undefined;
  pending: boolean;
  onSave: (value: number) => void;
}) {
  const t = useTranslations('members.settings');

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('above'));
    onSave(/^\d+$/.test(text) ? Number(text) : Number.NaN);
  }

  return (
    <form noValidate className="grid max-w-md justify-items-start gap-2" onSubmit={save}>
      <TextField
        label={t('above')}
        description={t('aboveHint')}
        name="above"
        inputMode="numeric"
        maxLength={5}
        defaultValue={value}
        error={fault}
      />
      <Button type="submit" pending={pending}>
        {t('saveNumber')}
      </Button>
    </form>
  );
}
