'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { DefinitionList } from '@/components/ui/panel';
import { SafeText } from '@/components/ui/safe-text';
import type { DoorHealth } from '@/lib/archive/health/data';
import { ArchiveRecord } from './archive-record';
import { ArchiveFact, ClockFact, CloudClockFact, HeardFact, ReadFact } from './door-facts';
import { RhythmFact } from './rhythm-fact';
import { useDurationWords } from './use-duration-words';

export function DoorDetails({ door }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const words = useDurationWords();
  return (
    <div className="grid gap-6">
      <DefinitionList
        entries={[
          { term: t('building'), value: <SafeText>{door.building}</SafeText> },
          ...(door.label === door.gid ? [] : [{ term: t('doorId'), value: <SafeText>{door.gid}</SafeText> }]),
          { term: t('heard'), value: <HeardFact door={door} /> },
          { term: t('read'), value: <ReadFact door={door} /> },
          { term: t('lag'), value: door.lagMs === null ? t('notKnown') : words(door.lagMs) },
          { term: t('archive'), value: <ArchiveFact door={door} /> },
          { term: t('rhythm'), value: <RhythmFact door={door} /> },
          { term: t('clock'), value: <ClockFact door={door} /> },
          { term: t('cloudClock'), value: <CloudClockFact door={door} /> },
        ]}
      />
      <ArchiveRecord key={door.gid} door={door} />
      <p>
        <Link href={`/events?${new URLSearchParams({ door: door.gid })}`}>{t('events')}</Link>
      </p>
    </div>
  );
}
