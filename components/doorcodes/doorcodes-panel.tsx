'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { NothingListed, ReadingTrouble } from '@/components/jobs/reading-trouble';
import { RestOfList } from '@/components/rooms/rest-of-list';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { SafeText } from '@/components/ui/safe-text';
import { nameInBuilding } from '@/lib/devices/door-names';
import type { DoorcodeRow, RoomDoorcodes } from '@/lib/doorcodes/data';
import type { ElsewhereCode } from '@/lib/doorcodes/find-elsewhere';
import { labelText } from '@/lib/text/visible-text';
import { DoorcodeDigits } from './doorcode-digits';
import { DoorcodeState } from './doorcode-state';
import { ElsewhereList } from './elsewhere-list';
import { RevokeDialog } from './revoke-dialog';
import { UnseenNote } from './unseen-note';
import { useWindowWords } from './use-window-words';

/** The doorcodes of this account for a room: current and future ones, and expired ones on request. */
export function DoorcodesPanel({
  doorcodes,
  elsewhere,
}: {
  doorcodes: RoomDoorcodes;
  elsewhere: ElsewhereCode[];
}) {
  const t = useTranslations('doorcodes');
  const made = useTranslations('table.codes');
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
      description={made('madeBy')}
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

function CodeLine({
  row,
  named,
  onRevoke,
}: {
  row: DoorcodeRow;
  named: boolean;
  onRevoke: (() => void) | null;
}) {
  const t = useTranslations('doorcodes');
  const words = useWindowWords();
  const name = row.name.trim() || t('unnamed');
  const type = words.type(row.validType, 'short');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <span className="min-w-40 flex-1">
        <Link plain href={`/doorcodes/${row.id}`}>
          <SafeText>{name}</SafeText>
        </Link>
        <span className="block text-muted text-sm">
          <span>{words.windowInZone(row)}</span>
          {named ? (
            <>
              <span>{' · '}</span>
              <SafeText>{nameInBuilding(row.door, row.building)}</SafeText>
            </>
          ) : null}
          {type ? <span className="text-warn"> · {type}</span> : null}
        </span>
      </span>
      <DoorcodeState row={row} />
      <DoorcodeDigits row={row} />
      {onRevoke && row.state !== 'expired' ? (
        <span data-chrome>
          <Button size="small" tone="quiet" onClick={onRevoke}>
            {t('revoke')}
            <span className="sr-only"> {labelText(name)}</span>
          </Button>
        </span>
      ) : null}
    </li>
  );
}
