'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Day } from '@/components/registers/day';
import { RoomEntries } from '@/components/registers/room-entries';
import type { RoomChoice } from '@/components/registers/room-select';
import { SafeText } from '@/components/ui/safe-text';
import type { KeyRow } from '@/lib/registers/keys/data';
import type { Currency } from '@/lib/registers/words';
import { KeyDetails } from './key-details';
import { KeyForm } from './key-form';
import { KeyName, useKeyLabel } from './key-name';
import { KeyKindName, KeyStateBadge } from './key-state';

/** A room's keys on its page. Needs the texts of `keys`. `keys` comes from `keysOfRoom`. */
export function RoomKeys({
  keys,
  room,
  today,
  currency,
  mayEdit,
}: {
  keys: KeyRow[];
  room: RoomChoice;
  /** Today at the building. */
  today: string;
  /** Default currency of deposits. See `readKeyChoices`. */
  currency: Currency;
  mayEdit: boolean;
}) {
  const t = useTranslations('keys');
  const label = useKeyLabel();
  const means = { rooms: [room], roomOptional: false, today, currency };
  const editable = mayEdit ? [room.building] : [];
  return (
    <RoomEntries
      rows={keys}
      isFormer={({ state }) => state === 'returned'}
      words={{
        title: t('roomPanel.title'),
        description: t('registerOnly'),
        add: t('handOut'),
        empty: t('roomPanel.empty'),
        former: (count) => t('roomPanel.former', { count }),
      }}
      icon={KeyRound}
      mayAdd={mayEdit}
      name={(key) => <KeyName row={key} />}
      about={(key) => (
        <p className="flex min-w-0 flex-wrap gap-x-2 text-muted text-sm">
          <KeyKindName kind={key.kind} />
          <SafeText>{key.holder}</SafeText>
          <span>{t.rich('roomPanel.since', { day: () => <Day day={key.handedOn} /> })}</span>
        </p>
      )}
      state={(key) => <KeyStateBadge state={key.state} />}
      form={(dialog) => <KeyForm {...means} {...dialog} room={room} />}
      details={(key) => ({
        title: <SafeText>{label(key)}</SafeText>,
        body: <KeyDetails key={key.id} row={key} means={{ ...means, editable }} />,
      })}
    />
  );
}
