'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DateField } from '@/components/ui/date-field';
import { SelectField } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import type { KeyState } from '@/lib/db/tables/registers';
import { amountText } from '@/lib/registers/keys/amount-text';
import type { KeyRow } from '@/lib/registers/keys/data';
import { type Currency, currencies, keyStates } from '@/lib/registers/words';

type Fields = {
  row: KeyRow | undefined;
  errors: Partial<Record<string, string>>;
};

export function HandingFields({ row, today, errors }: Fields & { today: string }) {
  const t = useTranslations('keys');
  const [state, setState] = useState<KeyState>(row?.state ?? 'handed-out');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <DateField
        name="handedOn"
        type="date"
        label={t('form.handedOn')}
        defaultValue={row?.handedOn ?? today}
        error={errors.handedOn}
        required
      />
      {row ? (
        <SelectField
          name="state"
          label={t('form.state')}
          options={keyStates.map((value) => ({ value, label: t(`states.${value}`) }))}
          value={state}
          error={errors.state}
          onChoose={setState}
        />
      ) : null}
      {state === 'handed-out' ? null : (
        <DateField
          name="endedOn"
          type="date"
          label={t(state === 'returned' ? 'form.returnedOn' : 'form.lostOn')}
          defaultValue={row?.endedOn ?? today}
          error={errors.endedOn}
          required
        />
      )}
    </div>
  );
}

export function DepositFields({ row, currency, errors }: Fields & { currency: Currency }) {
  const t = useTranslations('keys');
  return (
    <div className="grid grid-cols-[1fr_7rem] gap-4">
      <TextField
        name="deposit"
        inputMode="decimal"
        label={t('form.deposit')}
        defaultValue={row?.deposit ? amountText(row.deposit) : ''}
        error={errors.deposit}
        autoComplete="off"
        optional
        maxLength={20}
      />
      <SelectField
        name="currency"
        label={t('form.currency')}
        options={currencies.map((value) => ({ value, label: value }))}
        defaultValue={row?.deposit?.currency ?? currency}
        error={errors.currency}
      />
    </div>
  );
}
