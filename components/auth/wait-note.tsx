'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';

type Wait = { minutes?: number | null | undefined; seconds?: number | null | undefined };

/** How long a refusal lasts: minutes of Doordesk's own limit, or the time from which the cloud may be asked again. */
export function WaitNote({ refusal }: { refusal: Wait }) {
  const t = useTranslations('auth.signIn');
  const format = useFormatter();
  const [shown, setShown] = useState(() => ({ refusal, at: Date.now() }));
  // Another refusal in the place of the last one counts from its own time.
  if (shown.refusal !== refusal) setShown({ refusal, at: Date.now() });
  const { minutes, seconds } = refusal;
  if (minutes) return <p>{t('minutes', { minutes })}</p>;
  if (!seconds) return null;
  // In the browser's own zone: at sign-in there is no building whose time zone could be used.
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const time = format.dateTime(new Date(shown.at + seconds * 1_000), { timeStyle: 'medium', timeZone });
  return <p>{t('until', { time })}</p>;
}
