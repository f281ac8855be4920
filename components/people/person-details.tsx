'use client';

import { KeyRound, Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Day } from '@/components/registers/day';
import { NoteText } from '@/components/registers/note-text';
import { RoomLink } from '@/components/registers/room-link';
import type { RoomChoice } from '@/components/registers/room-select';
import { useNewest } from '@/components/registers/use-newest';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { DefinitionList } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { PersonRow } from '@/lib/registers/people/data';
import { MoveOut } from './move-out';
import { PersonForm } from './person-form';
import { PersonStateBadge } from './person-state';
import { RemovePeople } from './remove-people';

export function PersonDetails({
  row,
  rooms,
  today,
  mayEdit,
}: {
  row: PersonRow;
  rooms: RoomChoice[];
  today: string;
  mayEdit: boolean;
}) {
  const t = useTranslations('people');
  const common = useTranslations('common');
  const [person, setPerson] = useNewest(row);
  const [editing, setEditing] = useState(false);
  const [gone, setGone] = useState(false);
  if (gone) return <Notice tone="neutral">{t('details.gone')}</Notice>;
  const selection = { all: false as const, ids: [person.id] };
  // Undo restores the entry with a new revision.
  const undone = () =>
    setPerson({ ...person, revision: person.revision + 2, updatedAt: new Date().toISOString() });
  return (
    <>
      <div className="mb-4 flex flex-wrap gap-2" hidden={!mayEdit}>
        <Button size="small" icon={Pencil} onClick={() => setEditing(true)}>
          {common('edit')}
        </Button>
        {person.state === 'moved-out' ? null : (
          <MoveOut
            selection={selection}
            count={1}
            today={today}
            onDone={(day) =>
              setPerson({
                ...person,
                movedOut: day,
                state: day <= today ? 'moved-out' : person.state,
                revision: person.revision + 1,
                updatedAt: new Date().toISOString(),
              })
            }
            onUndone={undone}
          />
        )}
        <RemovePeople
          selection={selection}
          count={1}
          onDone={() => setGone(true)}
          onUndone={() => setGone(false)}
        />
      </div>
      <DefinitionList
        entries={[
          { term: t('columns.name'), value: <SafeText>{person.name}</SafeText> },
          { term: t('columns.state'), value: <PersonStateBadge state={person.state} /> },
          {
            term: t('columns.room'),
            value: <RoomLink unit={person.unit} place={person.place} gone={t('roomGone')} />,
          },
          { term: t('columns.building'), value: <SafeText>{person.building}</SafeText> },
          { term: t('details.stay'), value: <Stay person={person} /> },
          { term: t('columns.email'), value: <Email address={person.email} /> },
          { term: t('columns.phone'), value: <Phone number={person.phone} /> },
          { term: t('columns.keysOut'), value: <Keys person={person} /> },
          ...(person.note
            ? [
                {
                  term: t('columns.note'),
                  value: <NoteText>{person.note}</NoteText>,
                },
              ]
            : []),
          { term: t('columns.updated'), value: <RelativeTime at={person.updatedAt} /> },
        ]}
      />
      <PersonForm
        open={editing}
        onClose={() => setEditing(false)}
        rooms={rooms}
        person={person}
        onSaved={setPerson}
      />
    </>
  );
}

function Stay({ person: { movedIn, movedOut } }: { person: PersonRow }) {
  const t = useTranslations('people.details');
  const from = () => <Day day={movedIn ?? ''} />;
  const to = () => <Day day={movedOut ?? ''} />;
  if (movedIn && movedOut) return <span key="between">{t.rich('between', { from, to })}</span>;
  if (movedIn) return <span key="since">{t.rich('since', { from })}</span>;
  if (movedOut) return <span key="until">{t.rich('until', { to })}</span>;
  return <span className="text-muted">{t('stayUnknown')}</span>;
}

function Email({ address }: { address: string }) {
  if (address === '') return null;
  return (
    <a
      href={`mailto:${encodeURIComponent(address).replace('%40', '@')}`}
      className="text-accent-ink hover:underline"
    >
      <SafeText>{address}</SafeText>
    </a>
  );
}

function Phone({ number }: { number: string }) {
  if (number === '') return null;
  return (
    <a href={`tel:${number.replace(/[^\d+]/g, '')}`} className="tabular text-accent-ink hover:underline">
      {number}
    </a>
  );
}

function Keys({ person }: { person: PersonRow }) {
  const t = useTranslations('people.details');
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span>{t('keys', { count: person.keysOut })}</span>
      <ButtonLink size="small" tone="quiet" icon={KeyRound} href={`/keys?person=${person.id}`}>
        {t('showKeys')}
      </ButtonLink>
    </span>
  );
}
