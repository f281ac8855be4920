import type { formats } from './formats';
import type { messages } from './messages/en/messages';
import type { Locale } from './preferences/names';

// Makes `t('…')` accept the keys that exist, with the values and tags that the English text takes, and no others.
declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
    Formats: typeof formats;
  }
}

export type Messages = typeof messages;

/** The same keys with texts of another language. The English ones are types themselves: each says what values it takes. */
export type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };

export type Namespace = keyof Messages;
