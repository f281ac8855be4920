import type { Locale } from '../preferences/names';
import type { formats } from './formats';
import type { messages } from './messages/en/messages';

// Makes `t('…')` accept the keys that exist and no others.
declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
    Formats: typeof formats;
  }
}

export type Messages = typeof messages;
export type Namespace = keyof Messages;
