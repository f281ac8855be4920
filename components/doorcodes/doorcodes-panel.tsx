'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { NothingListed, ReadingTrouble } from '@/components/jobs/reading-trouble';
import { RestOfList } from '@/components/rooms/rest-of-list';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Panel } from '@/components/ui/panel';
import type { DoorcodeRow, RoomDoorcodes } from '@/lib/doorcodes/data';
import type { ElsewhereCode } from '@/lib/doorcodes/find-elsewhere';
import { CodeLine } from './code-line';
import { ElsewhereList } from './elsewhere-list';
import { useMadeBy } from './made-by';
import { RevokeDialog } from './revoke-dialog';
import { UnseenNote } from './unseen-note';

/** The doorcodes of this account for a room: current and future ones, and expired ones on request. */
export function DoorcodesPanel({
  doorcodes,
  elsewhere,
}: {
  doorcodes: RoomDoorcodes;
  elsewhere: ElsewhereCode[];
}) {
  const t = useTranslations('doorcodes');
  const madeBy = useMadeBy();
  const [expired, setExpired] = useState(false);
  const [revoking, setRevoking] = useState<DoorcodeRow | null>(null);
  const { rows, counts, doors, may } = doorcodes;
  const [first] = doors;
  const current = rows.filter((row) => row.state !== 'expired');
  const listed = expired ? rows : current;
  const [top] = rows;
  return (
    <Panel
      title={t('panel')}
      description={madeBy}
      actions={
        may.issue && first ? (
          <div data-chrome>
            <ButtonLink
              size="small"
              icon={Plus}
              href={`/doorcodes/new?gid=${encodeURIComponent(first.gid)}&channel=${first.channel}`}
            >
              {t('new')}
            </ButtonLink>
          </div>
        ) : null
      }
    >
      <ReadingTrouble doors={doors} />
      {rows.length === 0 ? <NothingListed doors={doors} none={t('noneHere')} /> : null}
      <ul className="divide-y divide-line">
        {listed.map((row) => (
          <CodeLine
            key={row.id}
            row={row}
            named={doors.length > 1}
            onRevoke={may.revoke ? () => setRevoking(row) : null}
          />
        ))}
      </ul>
      {top ? (
        <RestOfList
          list="/doorcodes"
          shown={listed.length}
          total={counts.current + (expired ? counts.expired : 0)}
          building={top.building}
          unit={top.unit}
        />
      ) : null}
      {counts.expired > 0 && !expired ? (
        <Button size="small" tone="quiet" className="mt-2" onClick={() => setExpired(true)}>
          {t('showExpired', { count: counts.expired })}
        </Button>
      ) : null}
      {elsewhere.length > 0 ? (
        <div className="mt-3">
          <h3 className="font-medium">{t('elsewhere.title')}</h3>
          <ElsewhereList codes={elsewhere} />
        </div>
      ) : null}
      <UnseenNote className="mt-3" />
      <RevokeDialog code={revoking} onClose={() => setRevoking(null)} />
    </Panel>
  );
}
