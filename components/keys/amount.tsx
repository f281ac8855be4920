'use client';

import { useFormatter } from 'next-intl';
import { amountNumber } from '@/lib/registers/keys/amount-text';
import type { Currency } from '@/lib/registers/words';

/** Shows the currency's code, because "$" means a dozen currencies. */
export function Amount({ amount }: { amount: { minor: number; currency: Currency } }) {
  const format = useFormatter();
  return (
    <span className="tabular whitespace-nowrap">
      {format.number(amountNumber(amount), {
        style: 'currency',
        currency: amount.currency,
        currencyDisplay: 'code',
      })}
    </span>
  );
}
