'use client';

import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';
import { SelectField } from '@/components/ui/select-field';
import type { Choice, ThroughOptions } from '@/lib/auth/choose-caller';
import { visibleText } from '@/lib/text/visible-text';

/** The named connection. It is sent, because by rule another one may come first at some of the doors. Null: by rule. */
export function chosenOf(options: ThroughOptions | undefined, via: string | null): string | null {
  return choiceOf(options, via)?.connectionId ?? null;
}

/** The account that it goes through, or one of them. Null: there is only one in the workspace. */
export function accountOf(options: ThroughOptions | undefined, via: string | null): string | null {
  return choiceOf(options, via)?.account ?? options?.byRule[0] ?? null;
}

export function routeOf(
  options: ThroughOptions | undefined,
  via: string | null,
): { via: string | null; through: string | null } {
  return { via: chosenOf(options, via), through: accountOf(options, via) };
}

function choiceOf(options: ThroughOptions | undefined, via: string | null): Choice | undefined {
  const { choices = [] } = options ?? {};
  return choices.find(({ connectionId }) => connectionId === via) ?? choices[0];
}

/** Names the connections that a change goes through, and lets a person choose another. Shows nothing if there is only one. */
export function ThroughChoice({
  options,
  via,
  onChoose,
}: {
  options: ThroughOptions | undefined;
  via: string | null;
  onChoose: (via: string) => void;
}) {
  const t = useTranslations('jobs.through');
  const roles = useTranslations('common.roles');
  const { choices = [], byRule = [] } = options ?? {};
  if (choices.length > 1)
    return (
      <SelectField
        label={t('label')}
        description={t('hint')}
        name="via"
        value={chosenOf(options, via) ?? ''}
        options={choices.map(({ connectionId, account, role }) => ({
          value: connectionId,
          label: `${visibleText(account)} · ${roles(role)}`,
        }))}
        onChoose={onChoose}
      />
    );
  const [only] = choices;
  const accounts = only ? [only.account] : byRule;
  return accounts.map((account) => (
    <p key={account} className="text-muted text-sm">
      {t.rich(accounts.length > 1 ? 'some' : 'only', {
        account: () => <SafeText key="account">{account}</SafeText>,
      })}
    </p>
  ));
}
