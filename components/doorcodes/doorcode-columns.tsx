'use client';

import { useTranslations } from 'next-intl';
import { BuildingOnTablet } from '@/components/buildings/building-on-tablet';
import type { DataColumn } from '@/components/data-table/types';
import { ReadAge } from '@/components/jobs/read-age';
import { RoomName } from '@/components/rooms/room-name';
import { usePreferences } from '@/components/ui/preferences';
import { SafeText } from '@/components/ui/safe-text';
import { Tooltip } from '@/components/ui/tooltip';
import { clockAtWall } from '@/lib/devices/time-zone';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import type { CutOff } from '@/lib/doorcodes/find-cut-off';
import { DoorcodeDigits } from './doorcode-digits';
import { DoorcodeState } from './doorcode-state';
import { useWindowWords } from './use-window-words';

/** `severalAccounts`: the workspace has more than one connection. */
export function useDoorcodeColumns(severalAccounts: boolean): DataColumn<DoorcodeRow>[] {
  const t = useTranslations('doorcodes');
  const words = useWindowWords();
  return [
    {
      id: 'name',
      title: t('columns.name'),
      cell: (row) => <CodeName row={row} />,
      clamp: true,
      sortable: true,
      hideable: false,
      width: severalAccounts ? 136 : 150,
      tablet: 108,
      phone: 'title',
    },
    {
      id: 'digits',
      title: t('columns.digits'),
      // No copy button on a narrow or touch screen. The code's page has one.
      cell: (row) => (
        <span className="max-[1400px]:[&_[data-chrome]]:hidden pointer-coarse:[&_[data-chrome]]:hidden">
          <DoorcodeDigits row={row} />
        </span>
      ),
      width: 138,
      tablet: 114,
      phone: 'line',
      phoneWhole: true,
    },
    {
      id: 'state',
      title: t('columns.state'),
      cell: (row) => (
        <>
          <DoorcodeState row={row} />
          <UnknownType type={words.type(row.validType, 'short')} />
        </>
      ),
      sortable: true,
      width: 170,
      tablet: 164,
      phone: 'aside',
    },
    {
      id: 'room',
      title: t('columns.room'),
      cell: (row) => (
        <>
          <RoomName unit={row.unit} doors={[row]} />
          <BuildingOnTablet name={row.building} always={severalAccounts} />
        </>
      ),
      clamp: true,
      sortable: true,
      width: severalAccounts ? 120 : 104,
      tablet: 100,
      phone: 'none',
    },
    {
      id: 'building',
      title: t('columns.building'),
      cell: (row) => <SafeText>{row.building}</SafeText>,
      clamp: true,
      sortable: true,
      width: 138,
      // "Made by" takes its place. The room's cell has it then.
      initiallyHidden: severalAccounts,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'locks',
      title: t('columns.locks'),
      cell: (row) => <SafeText>{words.locks(row.locks)}</SafeText>,
      width: 86,
      initiallyHidden: severalAccounts,
      tablet: 'none',
      phone: 'none',
    },
    ...(severalAccounts ? [madeByColumn(t('columns.madeBy'))] : []),
    {
      id: 'until',
      title: t('columns.until'),
      cell: (row) => (
        <Tooltip text={() => words.windowInZone(row)}>
          <Edge row={row} wall="toWall" words={words} />
        </Tooltip>
      ),
      sortable: true,
      // A whole date with its time in each language, also at 1280.
      width: 230,
      tablet: 192,
      phone: 'line',
    },
    {
      id: 'from',
      title: t('columns.from'),
      cell: (row) => <Edge row={row} wall="fromWall" words={words} />,
      sortable: true,
      width: 230,
      initiallyHidden: true,
      phone: 'none',
    },
    {
      id: 'read',
      title: t('columns.read'),
      cell: (row) =>
        row.cutOff ? <CutOffNote why={row.cutOff} /> : <ReadAge readAt={row.readAt} {...row.reading} />,
      sortable: true,
      width: 152,
      tablet: 'none',
      phone: 'none',
    },
  ];
}

function madeByColumn(title: string): DataColumn<DoorcodeRow> {
  return {
    id: 'madeBy',
    title,
    cell: (row) => <SafeText>{row.madeBy ?? ''}</SafeText>,
    clamp: true,
    width: 140,
    tablet: 'none',
    // Its line has the digits and the end. The code's page names the account.
    phone: 'none',
  };
}

function CutOffNote({ why }: { why: CutOff }) {
  const t = useTranslations('doorcodes');
  return (
    <Tooltip text={() => t(`cutOff.${why}`)} className="text-warn">
      {t(`cutOffShort.${why}`)}
    </Tooltip>
  );
}

function CodeName({ row }: { row: DoorcodeRow }) {
  const t = useTranslations('doorcodes');
  return (
    <>
      {row.name.trim() ? <SafeText>{row.name}</SafeText> : <span className="text-muted">{t('unnamed')}</span>}
      {/* On a phone the second line has no space for the room. */}
      <span className="font-normal text-muted sm:hidden">
        <span>{' · '}</span>
        <RoomName unit={row.unit} doors={[row]} />
      </span>
    </>
  );
}

function UnknownType({ type }: { type: string | null }) {
  if (type === null) return null;
  return <span className="block truncate text-warn text-xs sm:leading-3.5">{type}</span>;
}

function Edge({
  row,
  wall,
  words,
}: {
  row: DoorcodeRow;
  wall: 'fromWall' | 'toWall';
  words: ReturnType<typeof useWindowWords>;
}) {
  return (
    <>
      <span className="tabular whitespace-nowrap sm:block sm:truncate sm:leading-4">
        {words.edge(row, wall)}
      </span>
      <OtherClock zone={row.zone} wall={row[wall]} />
    </>
  );
}

/** Names a zone that is not the reader's own, because codes may be in several zones. */
function OtherClock({ zone, wall }: { zone: string; wall: string | null }) {
  const { preferences } = usePreferences();
  const clock = clockAtWall(zone, wall);
  if (zone === preferences.ownZone || clock === null) return null;
  return (
    <span className="whitespace-nowrap text-muted text-xs sm:block sm:truncate sm:leading-3.5">
      {' '}
      {/* On a phone only a screen reader gets “UTC”, to save space. */}
      <span className="max-sm:sr-only">{clock.slice(0, 3)}</span>
      <span>{clock.slice(3)}</span>
    </span>
  );
}
