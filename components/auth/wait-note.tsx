'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';

export type Wait = { minutes?: number | null | undefined; seconds?: number | null | undefined };

/** How long a refusal lasts: minutes of Doordesk's own limit, or the time from which the cloud accepts requests. */
export function WaitNote({ refusal }: { refusal: Wait }) {
  const t = useTranslations('auth.signIn');
  const format = useFormatter();
  const [shown, setShown] = useState(() => ({ refusal, at: Date.now() }));
  // A new refusal counts from its own time.
  if (shown.refusal !== refusal) setShown({ refusal, at: Date.now() });
  const { minutes, seconds } = refusal;
  if (minutes) return <p>{t('minutes', { minutes })}</p>;
  if (!seconds) return null;
  // The browser's time zone: at sign-in no building is known.
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const time = format.dateTime(new Date(shown.at + seconds * 1_000), { timeStyle: 'medium', timeZone });
  return <p>{t('until', { time })}</p>;
}
