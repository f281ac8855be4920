import { type Currency, currencyDigits } from '../words';

type Amount = { minor: number; currency: Currency };

/** Plain number text, `200.50`, for files and form fields. Never through a float. */
export function amountText({ minor, currency }: Amount): string {
  const digits = currencyDigits[currency] ?? 2;
  if (digits === 0) return String(minor);
  const padded = String(minor).padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

export function amountNumber({ minor, currency }: Amount): number {
  return minor / 10 ** (currencyDigits[currency] ?? 2);
}
