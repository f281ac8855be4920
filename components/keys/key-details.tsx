'use client';

import { Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Day } from '@/components/registers/day';
import { NoteText } from '@/components/registers/note-text';
import { RoomLink } from '@/components/registers/room-link';
import type { RoomChoice } from '@/components/registers/room-select';
import { useNewest } from '@/components/registers/use-newest';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { DefinitionList } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { KeyRow } from '@/lib/registers/keys/data';
import type { Currency } from '@/lib/registers/words';
import { Amount } from './amount';
import { EndKeys } from './end-keys';
import { KeyForm } from './key-form';
import { KeyName } from './key-name';
import { KeyKindName, KeyStateBadge } from './key-state';
import { RemoveKeys } from './remove-keys';

export type KeyMeans = {
  rooms: RoomChoice[];
  roomOptional: boolean;
  today: string;
  currency: Currency;
  /** Buildings whose entries this person may change. Null: all. */
  editable: string[] | null;
};

export function KeyDetails({ row, means: { editable, ...means } }: { row: KeyRow; means: KeyMeans }) {
  const t = useTranslations('keys');
  const common = useTranslations('common');
  const [key, setKey] = useNewest(row);
  const [editing, setEditing] = useState(false);
  const [gone, setGone] = useState(false);
  if (gone) return <Notice tone="neutral">{t('details.gone')}</Notice>;
  const about = { selection: { all: false as const, ids: [key.id] }, count: 1 };
  const ended = (state: KeyRow['state']) => (day: string) =>
    setKey({ ...key, state, endedOn: day, revision: key.revision + 1, updatedAt: new Date().toISOString() });
  // Undo restores the entry with a new revision.
  const undone = () => setKey({ ...key, revision: key.revision + 2, updatedAt: new Date().toISOString() });
  return (
    <>
      <div className="mb-4 flex flex-wrap gap-2" hidden={!(editable?.includes(key.building) ?? true)}>
        <Button size="small" icon={Pencil} onClick={() => setEditing(true)}>
          {common('edit')}
        </Button>
        {key.state === 'returned' ? null : (
          <EndKeys
            as="returned"
            {...about}
            today={means.today}
            onDone={ended('returned')}
            onUndone={undone}
          />
        )}
        {key.state === 'handed-out' ? (
          <EndKeys as="lost" {...about} today={means.today} onDone={ended('lost')} onUndone={undone} />
        ) : null}
        <RemoveKeys {...about} onDone={() => setGone(true)} onUndone={() => setGone(false)} />
      </div>
      <DefinitionList
        entries={[
          { term: t('columns.kind'), value: <KeyKindName kind={key.kind} /> },
          { term: t('key'), value: <KeyName row={key} /> },
          { term: t('columns.state'), value: <KeyStateBadge state={key.state} /> },
          { term: t('columns.holder'), value: <SafeText>{key.holder}</SafeText> },
          {
            term: t('columns.room'),
            value:
              key.roomKey === null ? (
                t('noRoom')
              ) : (
                <RoomLink unit={key.unit} place={key.place} gone={t('roomGone')} />
              ),
          },
          ...(key.building
            ? [{ term: t('columns.building'), value: <SafeText>{key.building}</SafeText> }]
            : []),
          { term: t('columns.handedOn'), value: <Day day={key.handedOn} /> },
          ...(key.endedOn ? [{ term: t('columns.endedOn'), value: <Day day={key.endedOn} /> }] : []),
          ...(key.deposit ? [{ term: t('columns.deposit'), value: <Amount amount={key.deposit} /> }] : []),
          ...(key.note ? [{ term: t('columns.note'), value: <NoteText>{key.note}</NoteText> }] : []),
          { term: t('columns.updated'), value: <RelativeTime at={key.updatedAt} /> },
        ]}
      />
      <KeyForm {...means} open={editing} onClose={() => setEditing(false)} row={key} onSaved={setKey} />
    </>
  );
}
