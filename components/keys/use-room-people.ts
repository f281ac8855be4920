'use client';

import { useEffect, useState } from 'react';

export type RoomPerson = { id: string; name: string };
type Found = { room: string; people: RoomPerson[]; failed: boolean };

export function useRoomPeople(roomKey: string): { people: RoomPerson[]; failed: boolean } {
  const [found, setFound] = useState<Found>({ room: '', people: [], failed: false });

  useEffect(() => {
    if (roomKey === '') return;
    const call = new AbortController();
    const query = new URLSearchParams({ room: roomKey, sort: 'state', limit: '100' });
    fetch(`/api/people?${query}`, { signal: call.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(String(response.status));
        const { rows } = (await response.json()) as { rows: RoomPerson[] };
        setFound({ room: roomKey, people: rows, failed: false });
      })
      .catch(() => {
        if (!call.signal.aborted) setFound({ room: roomKey, people: [], failed: true });
      });
    return () => call.abort();
  }, [roomKey]);

  return found.room === roomKey ? found : { people: [], failed: false };
}
