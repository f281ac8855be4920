'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DateInput } from '@/components/ui/date-input';

export function MomentForm({ at, onGo }: { at: string; onGo: (moment: string) => void }) {
  const t = useTranslations('events.jump');
  const [moment, setMoment] = useState(at.length === 10 ? `${at}T23:59` : at);
  return (
    <form
      className="grid gap-3 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (moment !== '') onGo(moment.slice(0, 16));
      }}
    >
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is in DateInput. */}
      <label className="grid gap-1 text-muted text-sm">
        <span>{t('at')}</span>
        <DateInput
          type="datetime-local"
          required
          max="9999-12-31T23:59"
          value={moment}
          onChange={(event) => setMoment(event.target.value)}
        />
      </label>
      <div className="flex justify-end">
        <Button size="small" tone="primary" type="submit">
          {t('go')}
        </Button>
      </div>
    </form>
  );
}
