'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { GapLines, hasGaps, isTrouble, type KnownGaps, sayReasonsOnce } from '@/components/jobs/reading-gaps';
import { TryAgain } from '@/components/jobs/try-again-button';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import type { ErrorCode } from '@/lib/errors';
import { useLiveRooms } from './live-rooms';

/** The one notice of a building's page: of its device list, its doors, and its rooms while they are read. */
export function BuildingNotice({
  isCutOff,
  list,
  doors,
}: {
  /** Nothing reads the cloud here: another notice says it, and the doors say that their events are hidden. */
  isCutOff: boolean;
  list: { line: ReactNode; code: ErrorCode | null } | null;
  doors: KnownGaps;
}) {
  const t = useTranslations('buildings.fill');
  const live = useLiveRooms();
  const found = live?.fill.stalled ?? null;
  const stalled = isCutOff && found === 'no-connection' ? null : found;
  const rooms = live?.list.gaps;
  const known = [...(isCutOff ? [] : [doors]), ...(rooms ? [{ gaps: rooms }] : [])].filter(({ gaps }) =>
    hasGaps(gaps),
  );
  if (!list && !stalled && known.length === 0) return null;
  const isBad = list !== null || stalled !== null || known.some(({ gaps }) => isTrouble(gaps));
  return (
    <Notice
      tone={isBad ? 'warn' : 'info'}
      className="mb-3"
      {...(stalled ? { title: t('stalled') } : {})}
      {...(isBad ? { action: <TryAgain {...(stalled && live ? { onTry: live.fill.retry } : {})} /> } : {})}
    >
      {stalled ? <Stalled code={stalled} isKeptSaid={(rooms?.failed ?? 0) > 0} /> : null}
      {list?.line}
      {sayReasonsOnce(known, [isCutOff ? 'no-connection' : null, stalled, list?.code]).map((one) => (
        <GapLines key={one.what ?? 'rooms'} {...one} />
      ))}
    </Notice>
  );
}

function Stalled({ code, isKeptSaid }: { code: ErrorCode; isKeptSaid: boolean }) {
  const t = useTranslations('buildings.fill');
  const { both } = useErrorWords(code);
  return (
    <>
      <p>{both}</p>
      {isKeptSaid ? null : <p>{t('kept')}</p>}
    </>
  );
}
