'use client';

import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';
import { SelectField } from '@/components/ui/select-field';
import type { Choice } from '@/lib/auth/choose-caller';
import { visibleText } from '@/lib/text/visible-text';

/** The named connection. It is sent, because by rule another one may come first at some of the doors. Null: there is only one. */
export function chosenOf(choices: readonly Choice[], via: string | null): string | null {
  const chosen = choices.find(({ connectionId }) => connectionId === via) ?? choices[0];
  return chosen?.connectionId ?? null;
}

/** Names the connection that a change goes through, and lets a person choose another. Shows nothing if there is only one. */
export function ThroughChoice({
  choices,
  via,
  onChoose,
}: {
  /** The one that is taken by rule first. */
  choices: readonly Choice[];
  via: string | null;
  onChoose: (via: string) => void;
}) {
  const t = useTranslations('jobs.through');
  const roles = useTranslations('common.roles');
  const [first, ...others] = choices;
  if (!first) return null;
  if (others.length === 0)
    return (
      <p className="text-muted text-sm">
        {t.rich('only', { account: () => <SafeText>{first.account}</SafeText> })}
      </p>
    );
  return (
    <SelectField
      label={t('label')}
      description={t('hint')}
      name="via"
      value={chosenOf(choices, via) ?? ''}
      options={choices.map(({ connectionId, account, role }) => ({
        value: connectionId,
        label: `${visibleText(account)} · ${roles(role)}`,
      }))}
      onChoose={onChoose}
    />
  );
}
