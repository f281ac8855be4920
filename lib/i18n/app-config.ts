import type { formats } from './formats';
import type { Messages as EnglishMessages } from './messages/en/messages';
import type { Locale } from './preferences/names';

// Makes `t('…')` accept the keys that exist, with the values and tags that the English text takes, and no others.
declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: EnglishMessages;
    Formats: typeof formats;
  }
}

export type Namespace = keyof EnglishMessages;
