'use client';

import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Day } from '@/components/registers/day';
import type { RoomChoice } from '@/components/registers/room-select';
import { Button } from '@/components/ui/button';
import { Sheet } from '@/components/ui/dialog';
import { Panel } from '@/components/ui/panel';
import { SafeText } from '@/components/ui/safe-text';
import type { PersonRow } from '@/lib/people/data';
import { PersonDetails } from './person-details';
import { PersonForm } from './person-form';
import { PersonStateBadge } from './person-state';

/** The tenants of one flat on its page. Needs the messages of `people`; `people` is what `peopleOfRoom` answered. */
export function RoomPeople({
  people,
  room,
  today,
}: {
  people: PersonRow[];
  room: RoomChoice;
  /** Today at the building. */
  today: string;
}) {
  const t = useTranslations('people');
  const [adding, setAdding] = useState(false);
  const [former, setFormer] = useState(false);
  const [opened, setOpened] = useState<PersonRow | null>(null);
  const now = people.filter(({ state }) => state !== 'moved-out');
  const shown = former ? people : now;
  const hidden = people.length - now.length;
  return (
    <Panel
      flush
      title={t('roomPanel.title')}
      description={t('registerOnly')}
      actions={
        <Button size="small" icon={UserPlus} onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
      }
    >
      {shown.length === 0 ? <p className="px-4 py-3 text-muted">{t('roomPanel.empty')}</p> : null}
      <ul className="divide-y divide-line">
        {shown.map((person) => (
          <li key={person.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <div className="min-w-0 flex-1">
              <button
                type="button"
                className="max-w-full truncate rounded-sm text-left font-medium hover:underline"
                onClick={() => setOpened(person)}
              >
                <SafeText>{person.name}</SafeText>
              </button>
              <p className="truncate text-muted text-sm">
                {person.phone || person.email ? (
                  <SafeText>{[person.phone, person.email].filter(Boolean).join(' · ')}</SafeText>
                ) : (
                  t('noContact')
                )}
              </p>
            </div>
            {person.movedIn ? (
              <span className="text-muted text-sm max-sm:hidden">
                {t.rich('details.since', { from: () => <Day day={person.movedIn ?? ''} /> })}
              </span>
            ) : null}
            <PersonStateBadge state={person.state} />
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
      <PersonForm open={adding} onClose={() => setAdding(false)} rooms={[room]} room={room} />
      <Sheet
        open={opened !== null}
        onClose={() => setOpened(null)}
        title={opened ? <SafeText>{opened.name}</SafeText> : ''}
      >
        {opened ? <PersonDetails key={opened.id} row={opened} rooms={[room]} today={today} /> : null}
      </Sheet>
    </Panel>
  );
}
