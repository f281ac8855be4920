'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { ChangeDialog } from '@/components/jobs/change-dialog';
import { RoomSelect } from '@/components/registers/room-select';
import { ErrorNote } from '@/components/ui/error-note';
import type { ErrorCode } from '@/lib/errors';
import { readAnswer } from '@/lib/http/read-answer';
import { addShareAction } from '@/lib/shares/actions';
import type { RoomToShare } from '@/lib/shares/data';
import { labelText } from '@/lib/text/visible-text';

/** Shares a room that is chosen first. A person with one room need not choose. */
export function ShareDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('shares');
  const common = useTranslations('common');
  const [rooms, setRooms] = useState<RoomToShare[] | ErrorCode | null>(null);
  const [key, setKey] = useState('');

  useEffect(() => {
    if (!open) return;
    const left = new AbortController();
    const sent = fetch('/api/shares/rooms', { signal: left.signal });
    void readAnswer<{ rooms: RoomToShare[] }>(sent, 'connection-lost').then((answer) => {
      if (!left.signal.aborted) setRooms(answer.ok ? answer.body.rooms : answer.code);
    });
    return () => left.abort();
  }, [open]);

  const known = Array.isArray(rooms) ? rooms : [];
  const room = known.length === 1 ? known[0] : known.find(({ roomKey }) => roomKey === key);
  return (
    <ChangeDialog
      open={open}
      onClose={() => {
        setKey('');
        onClose();
      }}
      title={t('addSomeTitle')}
      loading={rooms === null}
      description={
        room
          ? t('addText', {
              room: [room.unit, room.building].map(labelText).filter(Boolean).join(common('comma')),
            })
          : t('chooseText')
      }
      before={
        rooms === null ? (
          <p role="status">{common('loading')}</p>
        ) : typeof rooms === 'string' ? (
          <ErrorNote code={rooms} />
        ) : known.length > 1 ? (
          <RoomSelect
            rooms={known}
            initial={null}
            onChange={setKey}
            words={{
              building: t('columns.building'),
              room: t('columns.room'),
              noBuilding: t('chooseBuilding'),
              noRoom: t('chooseRoom'),
            }}
          />
        ) : null
      }
      doors={room?.doors ?? []}
      through={room?.through}
      account={{ label: t('account'), hint: t('accountHint') }}
      confirm={(typed) => (typed ? t('addConfirm', { account: typed }) : t('addPlain'))}
      run={({ account, ...input }) => addShareAction({ ...input, subMaster: account })}
    />
  );
}
