'use client';

import { useEffect, useState } from 'react';
import { readAnswer } from '@/lib/http/read-answer';

export type RoomPerson = { id: string; name: string };
type Found = { room: string; people: RoomPerson[]; failed: boolean };

export function useRoomPeople(roomKey: string): { people: RoomPerson[]; failed: boolean } {
  const [found, setFound] = useState<Found>({ room: '', people: [], failed: false });

  useEffect(() => {
    if (roomKey === '') return;
    const call = new AbortController();
    const query = new URLSearchParams({ room: roomKey, sort: 'state', limit: '100' });
    const sent = fetch(`/api/people?${query}`, { signal: call.signal });
    void readAnswer<{ rows: RoomPerson[] }>(sent).then((answer) => {
      if (call.signal.aborted) return;
      setFound({ room: roomKey, people: answer.ok ? answer.body.rows : [], failed: !answer.ok });
    });
    return () => call.abort();
  }, [roomKey]);

  return found.room === roomKey ? found : { people: [], failed: false };
}
