'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ChangeDialog } from '@/components/jobs/change-dialog';
import { ReadAge } from '@/components/jobs/read-age';
import { NothingListed, ReadingTrouble } from '@/components/jobs/reading-trouble';
import { RestOfList } from '@/components/rooms/rest-of-list';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { SafeText } from '@/components/ui/safe-text';
import { addShareAction, removeShareAction } from '@/lib/shares/actions';
import type { RoomShares, ShareRow } from '@/lib/shares/data';
import { labelText } from '@/lib/text/visible-text';

export function SharesPanel({ shares, room }: { shares: RoomShares; room: string }) {
  const t = useTranslations('shares');
  const common = useTranslations('common');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<ShareRow | null>(null);
  const { rows, count, doors, may, through } = shares;
  const [top] = rows;
  return (
    <Panel
      title={t('panel')}
      actions={
        may.add ? (
          <div data-chrome>
            <Button size="small" onClick={() => setAdding(true)}>
              {t('add')}
            </Button>
          </div>
        ) : null
      }
    >
      <ReadingTrouble doors={doors} />
      {rows.length === 0 ? <NothingListed doors={doors} none={t('noneHere')} /> : null}
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <span className="min-w-0 flex-1 break-all font-medium">
              <SafeText>{row.account}</SafeText>
              {row.state === 'some-doors' ? (
                <span className="block font-normal text-muted text-sm">
                  {row.doors.map((door) => door.door).join(common('listComma'))}
                </span>
              ) : null}
            </span>
            <span className="text-muted text-sm">
              <ReadAge readAt={row.readAt} {...row.reading} />
            </span>
            {may.remove ? (
              <span data-chrome>
                <Button size="small" tone="quiet" onClick={() => setRemoving(row)}>
                  {t('remove')}
                  <span className="sr-only"> {labelText(row.account)}</span>
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {top ? (
        <RestOfList
          list="/shares"
          shown={rows.length}
          total={count}
          building={top.building}
          unit={top.unit}
        />
      ) : null}
      <ChangeDialog
        open={adding}
        onClose={() => setAdding(false)}
        title={t('addTitle')}
        description={t('addText', { room })}
        doors={doors}
        through={through}
        account={{ label: t('account'), hint: t('accountHint') }}
        confirm={(typed) => (typed ? t('addConfirm', { account: typed }) : t('addPlain'))}
        run={({ account, ...input }) => addShareAction({ ...input, subMaster: account })}
      />
      {removing ? (
        <ChangeDialog
          key={removing.id}
          open
          onClose={() => setRemoving(null)}
          title={t('removeTitle')}
          description={t('removeText', { account: removing.account, room })}
          doors={removing.doors}
          through={through}
          confirm={() => t('removeConfirm', { account: removing.account })}
          tone="danger"
          kind="revoke-shares"
          run={(input) => removeShareAction({ ...input, subMaster: removing.account })}
        />
      ) : null}
    </Panel>
  );
}
