'use client';

import { CircleSlash, Split } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { useEventTypeWords } from '@/components/events/event-type';
import { StateBadge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { Relation } from '@/lib/doordeer/words';
import { masterState } from '@/lib/rooms/facts';
import type { RoomRow } from '@/lib/rooms/room-row';
import { labelText } from '@/lib/text/visible-text';
import { FactCell } from './fact-cell';

/** A manager has one role everywhere, so it has no column. */
export function useRoomColumns(isManager: boolean): DataColumn<RoomRow>[] {
  const t = useTranslations('rooms');
  const common = useTranslations('common');
  return [
    {
      id: 'room',
      title: t('columns.room'),
      cell: (row) => <RoomCell row={row} />,
      sortable: true,
      hideable: false,
      width: 115,
      tablet: 90,
      phone: 'title',
    },
    ...(isManager
      ? []
      : [
          roleColumn(t('columns.role'), (relations) =>
            relations.map((relation) => common(`relations.${relation}`)).join(common('listComma')),
          ),
        ]),
    {
      id: 'master',
      title: t('columns.master'),
      cell: (row) => <MasterCell row={row} />,
      sortable: true,
      width: 220,
      tablet: 235,
      phone: 'line',
    },
    {
      id: 'shares',
      title: t('columns.shares'),
      cell: (row) => <FactCell fact={row.shares}>{(accounts) => <Accounts accounts={accounts} />}</FactCell>,
      sortable: true,
      width: 200,
      tablet: 200,
      phone: 'line',
    },
    {
      id: 'codes',
      title: t('columns.codes'),
      cell: (row) => (
        <FactCell fact={row.codes}>{(count) => <span className="tabular">{count}</span>}</FactCell>
      ),
      sortable: true,
      align: 'end',
      width: 130,
      tablet: 150,
      phone: 'none',
    },
    {
      id: 'event',
      title: t('columns.event'),
      cell: (row) => <LastEvent row={row} />,
      sortable: true,
      width: 245,
      tablet: 150,
      phone: 'aside',
    },
    {
      id: 'doors',
      title: t('columns.doors'),
      cell: (row) => <SafeText>{row.doors.map((door) => door.name).join(common('listComma'))}</SafeText>,
      clamp: true,
      width: 180,
      initiallyHidden: true,
      phone: 'none',
    },
    {
      id: 'read',
      title: t('columns.read'),
      cell: (row) => <ReadAt row={row} />,
      width: 140,
      initiallyHidden: true,
      phone: 'none',
    },
  ];
}

function roleColumn(title: string, wordsOf: (relations: Relation[]) => string): DataColumn<RoomRow> {
  return {
    id: 'role',
    title,
    cell: (row) => wordsOf(row.relations),
    sortable: true,
    width: 120,
    tablet: 'none',
    phone: 'none',
  };
}

function RoomCell({ row }: { row: Pick<RoomRow, 'unit' | 'doors'> }) {
  const t = useTranslations('rooms');
  if (row.unit.trim() !== '') return <SafeText>{row.unit}</SafeText>;
  return (
    <span className="text-muted">{t('doors.channel', { channel: String(row.doors[0]?.channel ?? '') })}</span>
  );
}

function MasterCell({ row }: { row: RoomRow }) {
  const t = useTranslations('rooms.facts');
  const common = useTranslations('common');
  return (
    <FactCell fact={row.master}>
      {({ accounts }) => {
        const state = masterState(row);
        if (accounts.length === 0) {
          return (
            <StateBadge icon={CircleSlash} tone="warn">
              {t('noMaster')}
            </StateBadge>
          );
        }
        if (state === 'differs') {
          return (
            <span
              className="inline-flex max-w-full items-center gap-2"
              title={accounts.map(labelText).join(common('listComma'))}
            >
              <span className="flex shrink-0">
                <StateBadge icon={Split} tone="warn">
                  {t('differs')}
                </StateBadge>
              </span>
              <span className="min-w-0 truncate">
                <Accounts accounts={accounts} />
              </span>
            </span>
          );
        }
        return <Accounts accounts={accounts} />;
      }}
    </FactCell>
  );
}

function Accounts({ accounts }: { accounts: string[] }) {
  const t = useTranslations('rooms.facts');
  const common = useTranslations('common');
  const [first] = accounts;
  if (first === undefined) return <span className="text-muted">{t('nobody')}</span>;
  if (accounts.length === 1) return <SafeText>{first}</SafeText>;
  return (
    <span
      className="inline-flex max-w-full gap-1.5"
      title={accounts.map(labelText).join(common('listComma'))}
    >
      <span className="min-w-0 truncate">
        <SafeText>{first}</SafeText>
      </span>
      <span className="tabular shrink-0 text-muted">+{accounts.length - 1}</span>
    </span>
  );
}

function LastEvent({ row }: { row: RoomRow }) {
  const t = useTranslations('rooms.facts');
  const common = useTranslations('common');
  const words = useEventTypeWords();
  if (!row.event) {
    const { state, code, readAt } = row.eventReading;
    if (row.withheld || state === 'refused') return <span className="text-muted">{common('notShown')}</span>;
    const isHidden = code === 'no-connection' || code === 'cloud-list-outdated';
    if (isHidden && readAt) return <span className="text-muted">{common('hiddenNow')}</span>;
    if (state === 'ok' && row.onlyToday) return <span className="text-muted">{common('noneToday')}</span>;
    return <span className="text-muted">{t(state === 'ok' ? 'noEvent' : state)}</span>;
  }
  return (
    <span className="inline-flex max-w-full gap-1.5">
      <RelativeTime at={row.event.at} zone={row.event.zone} />
      <span className="truncate text-muted max-xl:sr-only">{words(row.event.type)}</span>
    </span>
  );
}

function ReadAt({ row }: { row: RoomRow }) {
  const t = useTranslations('rooms.facts');
  const facts = [row.master, row.shares, row.codes].filter((fact) => fact.state !== 'hidden');
  const times = facts.flatMap((fact) => fact.readAt ?? []).sort();
  const oldest = times.length === facts.length ? times[0] : undefined;
  return oldest ? <RelativeTime at={oldest} /> : <span className="text-muted">{t('unread')}</span>;
}
