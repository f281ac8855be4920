'use client';

import { useTranslations } from 'next-intl';
import { useStopped } from '@/components/ui/doubt';
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
  const { byRule = [], inDoubt = [] } = options ?? {};
  // Where it goes through several, what can go on does.
  const going = byRule.find((account) => !inDoubt.includes(account));
  return choiceOf(options, via)?.account ?? going ?? byRule[0] ?? null;
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
  // The form's own note says it: see `DoubtNote`.
  const isSaid = useStopped('cloud', accountOf(options, via)) !== null;
  const { choices = [], byRule = [], inDoubt = [] } = options ?? {};
  const labelOf = ({ account, role }: Choice) => {
    const names = { account: visibleText(account), role: roles(role) };
    return inDoubt.includes(account) ? t('doubtedOne', names) : t('one', names);
  };
  if (choices.length > 1)
    return (
      <SelectField
        label={t('label')}
        description={t('hint')}
        name="via"
        value={chosenOf(options, via) ?? ''}
        options={choices.map((choice) => ({ value: choice.connectionId, label: labelOf(choice) }))}
        onChoose={onChoose}
      />
    );
  const [only] = choices;
  const accounts = only ? [only.account] : byRule;
  const manner = accounts.length > 1 ? 'some' : 'only';
  return accounts.map((account) => {
    const isDoubted = inDoubt.includes(account) && !(isSaid && manner === 'only');
    return (
      <p key={account} className={isDoubted ? 'text-sm text-warn' : 'text-muted text-sm'}>
        {t.rich(isDoubted ? `${manner}Doubted` : manner, {
          account: () => <SafeText key="account">{account}</SafeText>,
        })}
      </p>
    );
  });
}
