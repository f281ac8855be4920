/** Apart from the schemas: browsers need these words, and zod is large. */

/** `living`: moved in, or of unknown date, and not moved out. A move-out counts from its day on. */
export const personStates = ['living', 'moving-in', 'moved-out'] as const;
export type PersonState = (typeof personStates)[number];

export const keyKinds = ['card', 'fob', 'pin'] as const;
export const keyStates = ['handed-out', 'returned', 'lost'] as const;

/** With decimal digits (ISO 4217). Stored amounts must not depend on a runtime's data. */
export const currencyDigits = {
  AED: 2,
  AUD: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CNY: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  MOP: 2,
  MXN: 2,
  MYR: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PHP: 2,
  PLN: 2,
  QAR: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  TWD: 2,
  USD: 2,
  VND: 0,
  ZAR: 2,
} as const;
export type Currency = keyof typeof currencyDigits;
export const currencies = Object.keys(currencyDigits) as [Currency, ...Currency[]];
