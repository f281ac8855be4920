'use client';

import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Day } from '@/components/registers/day';
import { RoomEntries } from '@/components/registers/room-entries';
import type { RoomChoice } from '@/components/registers/room-select';
import { SafeText } from '@/components/ui/safe-text';
import type { PersonRow } from '@/lib/registers/people/data';
import { PersonDetails } from './person-details';
import { PersonForm } from './person-form';
import { PersonStateBadge } from './person-state';

/** A room's tenants on its page. Needs the texts of `people`. `people` comes from `peopleOfRoom`. */
export function RoomPeople({
  people,
  room,
  today,
  mayEdit,
}: {
  people: PersonRow[];
  room: RoomChoice;
  /** Today at the building. */
  today: string;
  mayEdit: boolean;
}) {
  const t = useTranslations('people');
  return (
    <RoomEntries
      rows={people}
      isFormer={({ state }) => state === 'moved-out'}
      words={{
        title: t('roomPanel.title'),
        description: t('registerOnly'),
        add: t('add'),
        empty: t('roomPanel.empty'),
        former: (count) => t('roomPanel.former', { count }),
      }}
      icon={UserPlus}
      mayAdd={mayEdit}
      name={(person) => <SafeText>{person.name}</SafeText>}
      about={(person) => (
        <p className="truncate text-muted text-sm">
          {person.phone || person.email ? (
            <SafeText>{[person.phone, person.email].filter(Boolean).join(' · ')}</SafeText>
          ) : (
            t('noContact')
          )}
        </p>
      )}
      state={(person) => (
        <>
          {person.movedIn ? (
            <span className="text-muted text-sm max-sm:hidden">
              {t.rich('details.since', { from: () => <Day day={person.movedIn ?? ''} /> })}
            </span>
          ) : null}
          <PersonStateBadge state={person.state} />
        </>
      )}
      form={(dialog) => <PersonForm {...dialog} rooms={[room]} room={room} />}
      details={(person) => ({
        title: <SafeText>{person.name}</SafeText>,
        body: <PersonDetails key={person.id} row={person} rooms={[room]} today={today} mayEdit={mayEdit} />,
      })}
    />
  );
}
