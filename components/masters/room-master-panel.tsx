'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ChangeDialog } from '@/components/jobs/change-dialog';
import { ReadAge } from '@/components/jobs/read-age';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { SafeText } from '@/components/ui/safe-text';
import { pairOf } from '@/lib/devices/pair-key';
import { assignMasterAction, removeMasterAction, replaceMasterAction } from '@/lib/masters/actions';
import type { RoomMaster } from '@/lib/masters/data';
import { MasterStateBadge } from './master-state';

/** A room's master, for each door if they differ, and the allowed changes. */
export function RoomMasterPanel({ row, note }: { row: RoomMaster; note: ReactNode }) {
  const t = useTranslations('masters');
  const [change, setChange] = useState<'assign' | 'replace' | 'remove' | null>(null);
  const someVacant = row.doors.some((door) => door.master === null);
  const someTaken = row.doors.some((door) => door.master !== null);
  const alike = row.state === 'assigned' || row.state === 'none';
  // If all doors agree, the one read longest ago gives the age.
  const shown = alike
    ? row.doors.toSorted((one, other) => (one.readAt ?? '').localeCompare(other.readAt ?? '')).slice(0, 1)
    : row.doors;
  return (
    <Panel
      title={t('panel')}
      actions={
        <div data-chrome className="flex flex-wrap gap-2">
          {row.may.assign && someVacant ? (
            <Button size="small" onClick={() => setChange('assign')}>
              {t('assign')}
            </Button>
          ) : null}
          {row.may.replace && someTaken ? (
            <Button size="small" onClick={() => setChange('replace')}>
              {t('replace')}
            </Button>
          ) : null}
          {row.may.remove && someTaken ? (
            <Button size="small" onClick={() => setChange('remove')}>
              {t('remove')}
            </Button>
          ) : null}
        </div>
      }
    >
      <ul className="grid gap-2">
        {shown.map((door) => (
          <li key={pairOf(door)} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {row.doors.length > 1 && !alike ? (
              <span className="text-muted">
                <SafeText>{door.door}</SafeText>
              </span>
            ) : null}
            {door.master ? (
              <span className="break-all font-medium">
                <SafeText>{door.master}</SafeText>
              </span>
            ) : (
              <MasterStateBadge state={door.readAt ? 'none' : door.state === 'ok' ? 'unread' : door.state} />
            )}
            <span className="text-sm">
              <ReadAge readAt={door.readAt} state={door.state} code={door.code} />
            </span>
          </li>
        ))}
      </ul>
      {note ? <p className="mt-3 text-muted text-sm">{note}</p> : null}
      <MasterChanges row={row} change={change} onClose={() => setChange(null)} />
    </Panel>
  );
}

function MasterChanges({
  row,
  change,
  onClose,
}: {
  row: RoomMaster;
  change: 'assign' | 'replace' | 'remove' | null;
  onClose: () => void;
}) {
  const t = useTranslations('masters');
  const common = useTranslations('common');
  const room = [row.unit, row.building].filter(Boolean).join(common('comma'));
  const old = row.master ?? row.doors.find((door) => door.master)?.master ?? '';
  const doors = row.doors.map(({ gid, channel, door, master }) => ({
    gid,
    channel,
    door,
    hint: master ?? t('nobody'),
  }));
  // If the doors differ, no single expected master is right for all.
  const expected = row.master ? { expected: row.master } : {};
  const account = { label: t('account'), hint: t('accountHint') };
  return (
    <>
      <ChangeDialog
        open={change === 'assign'}
        onClose={onClose}
        title={t('assignTitle')}
        description={t('assignText', { room })}
        // Assigning is refused at a door with a master, so only the others are offered.
        doors={doors.filter((_, index) => row.doors[index]?.master === null)}
        account={account}
        confirm={(typed) => (typed ? t('assignConfirm', { account: typed }) : t('confirmPlain.assign'))}
        through={row.through}
        kind="assign-masters"
        run={(input) => assignMasterAction({ ...input, master: input.account })}
      />
      <ChangeDialog
        open={change === 'replace'}
        onClose={onClose}
        title={t('replaceTitle')}
        description={t('replaceText', { old, room })}
        doors={doors}
        account={account}
        confirm={(typed) => (typed ? t('replaceConfirm', { account: typed }) : t('confirmPlain.replace'))}
        tone="danger"
        through={row.through}
        kind="replace-masters"
        run={(input) => replaceMasterAction({ ...input, ...expected, master: input.account })}
      />
      <ChangeDialog
        open={change === 'remove'}
        onClose={onClose}
        title={t('removeTitle')}
        description={t('removeText', { old, room })}
        doors={doors}
        confirm={() => t('removeConfirm', { account: old })}
        tone="danger"
        through={row.through}
        kind="remove-masters"
        run={(input) => removeMasterAction({ ...input, ...expected })}
      />
    </>
  );
}
