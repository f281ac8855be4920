'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { BulkContext } from '@/components/data-table/types';
import { newDoorcodeHref } from '@/components/doorcodes/carried-rooms';
import { MastersBulk } from '@/components/masters/masters-bulk';
import { Button } from '@/components/ui/button';
import { readAnswer } from '@/lib/http/read-answer';
import { writeSearchParams } from '@/lib/table/search-params';
import type { BulkSelection } from '@/lib/table/selection';

type Props = BulkContext & { may: { assign: boolean; replace: boolean; remove: boolean; issue: boolean } };

/** Bulk actions take room keys, so "all that match" becomes a list of keys first. */
export function RoomsBulk({ selection, count, clear, may }: Props) {
  const t = useTranslations('rooms');
  const keys = useRoomKeys(selection);
  const router = useRouter();
  if (keys === 'waiting') return <span className="text-sm">{t('bulkWaiting')}</span>;
  if (keys === 'failed') return <span className="text-sm">{t('bulkFailed')}</span>;
  return (
    <>
      {may.issue ? (
        <Button size="small" onClick={() => router.push(newDoorcodeHref(keys))}>
          {t('newDoorcode')}
        </Button>
      ) : null}
      <MastersBulk
        selection={{ all: false, ids: keys }}
        count={selection.all ? keys.length : count}
        clear={clear}
        may={may}
      />
    </>
  );
}

type Found = { address: string; keys: string[] | 'failed' };

function useRoomKeys(selection: BulkSelection): string[] | 'waiting' | 'failed' {
  const [found, setFound] = useState<Found | null>(null);
  const address = selection.all ? `/api/rooms/ids?${writeSearchParams(selection.query)}` : null;
  useEffect(() => {
    if (address === null) return;
    const left = new AbortController();
    void readAnswer<{ ids: string[] }>(fetch(address, { signal: left.signal })).then((answer) => {
      if (!left.signal.aborted) setFound({ address, keys: answer.ok ? answer.body.ids : 'failed' });
    });
    return () => left.abort();
  }, [address]);
  if (!selection.all) return selection.ids;
  if (found?.address !== address) return 'waiting';
  return found.keys === 'failed' ? 'failed' : found.keys.filter((key) => !selection.except.includes(key));
}
