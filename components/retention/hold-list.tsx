'use client';

import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { OnceOpened } from '@/components/ui/once-opened';
import { SafeText } from '@/components/ui/safe-text';
import type { Hold } from '@/lib/archive/retention/data';

const HoldDialog = dynamic(() => import('./hold-dialog').then((module) => module.HoldDialog), { ssr: false });
const RemoveHold = dynamic(() => import('./remove-hold').then((module) => module.RemoveHold), { ssr: false });

export function HoldList({ building, holds }: { building: string; holds: Hold[] }) {
  const t = useTranslations('retention');
  const format = useFormatter();
  const [asked, setAsked] = useState<{ what: 'edit' | 'remove'; hold: Hold | null } | null>(null);
  const [open, setOpen] = useState(false);
  const ask = (what: 'edit' | 'remove', hold: Hold | null) => {
    setAsked({ what, hold });
    setOpen(true);
  };
  const shut = () => setOpen(false);
  const day = (text: string) => format.dateTime(new Date(`${text}T12:00:00Z`), 'day', { timeZone: 'UTC' });
  return (
    <section aria-labelledby="holds" className="mt-4 border-line border-t pt-3">
      <div className="flex items-center gap-2">
        <h3 id="holds" className="flex-1 font-medium">
          {t('holds')}
        </h3>
        <span data-chrome>
          <Button size="small" onClick={() => ask('edit', null)}>
            {t('addHold')}
          </Button>
        </span>
      </div>
      <p className="text-muted text-sm">{holds.length === 0 ? t('noHolds') : t('holdsText')}</p>
      <ul className="mt-2 grid gap-3">
        {holds.map((hold) => (
          <li key={hold.id} className="min-w-0">
            <p className="break-words font-medium">
              <SafeText>{hold.name}</SafeText>
            </p>
            <p className="text-sm">
              <span>
                {hold.to
                  ? t('range', { from: day(hold.from), to: day(hold.to) })
                  : t('open', { from: day(hold.from) })}
              </span>
              {hold.everywhere ? <span className="text-muted"> · {t('everywhere')}</span> : null}
            </p>
            <p className="break-words text-muted text-sm">
              <SafeText>{hold.reason}</SafeText>
            </p>
            <p data-chrome className="mt-1 flex gap-2">
              <Button
                size="small"
                aria-label={t('editHoldOf', { name: hold.name })}
                onClick={() => ask('edit', hold)}
              >
                {t('editHold')}
              </Button>
              <Button
                size="small"
                aria-label={t('removeHoldOf', { name: hold.name })}
                onClick={() => ask('remove', hold)}
              >
                {t('removeHold')}
              </Button>
            </p>
          </li>
        ))}
      </ul>
      <OnceOpened open={open && asked?.what === 'edit'}>
        <HoldDialog
          key={JSON.stringify(asked?.hold ?? null)}
          open={open && asked?.what === 'edit'}
          building={building}
          hold={asked?.hold ?? null}
          onClose={shut}
        />
      </OnceOpened>
      <OnceOpened open={open && asked?.what === 'remove'}>
        <RemoveHold
          open={open && asked?.what === 'remove'}
          building={building}
          hold={asked?.hold ?? null}
          onClose={shut}
        />
      </OnceOpened>
    </section>
  );
}
