import type { formats } from './formats';
import type { Messages as EnglishMessages } from './messages/en/messages';
import type { Locale } from './preferences/names';

// Makes `t('…')` accept only keys that exist, with the values and tags of the English text.
declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: EnglishMessages;
    Formats: typeof formats;
  }
}

export type Namespace = keyof EnglishMessages;
