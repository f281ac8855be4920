'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Day } from '@/components/registers/day';
import type { RoomChoice } from '@/components/registers/room-select';
import { Button } from '@/components/ui/button';
import { Sheet } from '@/components/ui/dialog';
import { Panel } from '@/components/ui/panel';
import { SafeText } from '@/components/ui/safe-text';
import type { KeyRow } from '@/lib/keys/data';
import type { Currency } from '@/lib/registers/words';
import { KeyDetails } from './key-details';
import { KeyForm } from './key-form';
import { KeyName, useKeyLabel } from './key-name';
import { KeyKindName, KeyStateBadge } from './key-state';

/** The keys of one flat on its page. Needs the messages of `keys`; `keys` is what `keysOfRoom` answered. */
export function RoomKeys({
  keys,
  room,
  today,
  currency,
}: {
  keys: KeyRow[];
  room: RoomChoice;
  /** Today at the building. */
  today: string;
  /** Of deposits, until another is chosen; see `readKeyChoices`. */
  currency: Currency;
}) {
  const t = useTranslations('keys');
  const label = useKeyLabel();
  const [adding, setAdding] = useState(false);
  const [former, setFormer] = useState(false);
  const [opened, setOpened] = useState<KeyRow | null>(null);
  const out = keys.filter(({ state }) => state !== 'returned');
  const shown = former ? keys : out;
  const hidden = keys.length - out.length;
  const means = { rooms: [room], roomOptional: false, today, currency };
  return (
    <Panel
      flush
      title={t('roomPanel.title')}
      description={t('registerOnly')}
      actions={
        <Button size="small" icon={KeyRound} onClick={() => setAdding(true)}>
          {t('handOut')}
        </Button>
      }
    >
      {shown.length === 0 ? <p className="px-4 py-3 text-muted">{t('roomPanel.empty')}</p> : null}
      <ul className="divide-y divide-line">
        {shown.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <div className="min-w-0 flex-1">
              <button
                type="button"
                className="max-w-full truncate rounded-sm text-left font-medium hover:underline"
                onClick={() => setOpened(key)}
              >
                <KeyName row={key} />
              </button>
              <p className="flex min-w-0 flex-wrap gap-x-2 text-muted text-sm">
                <KeyKindName kind={key.kind} />
                <SafeText>{key.holder}</SafeText>
                <span>{t.rich('roomPanel.since', { day: () => <Day day={key.handedOn} /> })}</span>
              </p>
            </div>
            <KeyStateBadge state={key.state} />
          </li>
        ))}
      </ul>
      {hidden > 0 && !former ? (
        <div className="border-line border-t px-2 py-1.5">
          <Button size="small" tone="quiet" onClick={() => setFormer(true)}>
            {t('roomPanel.former', { count: hidden })}
          </Button>
        </div>
      ) : null}
      <KeyForm {...means} open={adding} onClose={() => setAdding(false)} room={room} />
      <Sheet
        open={opened !== null}
        onClose={() => setOpened(null)}
        title={opened ? <SafeText>{label(opened)}</SafeText> : ''}
      >
        {opened ? <KeyDetails key={opened.id} row={opened} means={means} /> : null}
      </Sheet>
    </Panel>
  );
}
