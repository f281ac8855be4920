'use client';

import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { ReadAge } from '@/components/jobs/read-age';
import { RoomName } from '@/components/jobs/room-name';
import { Code } from '@/components/ui/code';
import { usePreferences } from '@/components/ui/preferences';
import { SafeText } from '@/components/ui/safe-text';
import { Tooltip } from '@/components/ui/tooltip';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import { DoorcodeState } from './doorcode-state';
import { useWindowWords } from './use-window-words';

export function useDoorcodeColumns(): DataColumn<DoorcodeRow>[] {
  const t = useTranslations('doorcodes');
  const words = useWindowWords();
  return [
    {
      id: 'name',
      title: t('columns.name'),
      cell: (row) =>
        row.name.trim() ? (
          <SafeText>{row.name}</SafeText>
        ) : (
          <span className="text-muted">{t('unnamed')}</span>
        ),
      sortable: true,
      hideable: false,
      width: 164,
      tablet: 140,
      phone: 'title',
    },
    {
      id: 'digits',
      title: t('columns.digits'),
      // A copy button would not fit a finger's or a narrow row; the code's own page has one.
      cell: (row) => (
        <span className="max-xl:[&_[data-chrome]]:hidden pointer-coarse:[&_[data-chrome]]:hidden">
          <Code value={row.digits} />
        </span>
      ),
      width: 138,
      tablet: 121,
      phone: 'line',
    },
    {
      id: 'state',
      title: t('columns.state'),
      cell: (row) => <DoorcodeState row={row} />,
      sortable: true,
      width: 151,
      tablet: 178,
      phone: 'aside',
    },
    {
      id: 'room',
      title: t('columns.room'),
      cell: (row) => (
        <>
          <RoomName unit={row.unit} doors={[row]} />
          {/* On a tablet, where no other column says which building it is. */}
          <span className="hidden text-muted sm:max-xl:inline">
            <span>{' · '}</span>
            <SafeText>{row.building}</SafeText>
          </span>
        </>
      ),
      sortable: true,
      width: 106,
      tablet: 150,
      phone: 'line',
    },
    {
      id: 'building',
      title: t('columns.building'),
      cell: (row) => <SafeText>{row.building}</SafeText>,
      sortable: true,
      width: 148,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'locks',
      title: t('columns.locks'),
      cell: (row) => <SafeText>{words.locks(row.locks)}</SafeText>,
      width: 105,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'until',
      title: t('columns.until'),
      cell: (row) => (
        <Tooltip text={() => `${words.window(row)}, ${words.zone(row.zone)}`}>
          <span className="tabular whitespace-nowrap">{words.edge(row, 'toWall')}</span>
          <OtherClock zone={row.zone} />
        </Tooltip>
      ),
      sortable: true,
      width: 192,
      tablet: 156,
      phone: 'line',
    },
    {
      id: 'from',
      title: t('columns.from'),
      cell: (row) => (
        <>
          <span className="tabular whitespace-nowrap">{words.edge(row, 'fromWall')}</span>
          <OtherClock zone={row.zone} />
        </>
      ),
      sortable: true,
      width: 150,
      initiallyHidden: true,
      phone: 'none',
    },
    {
      id: 'read',
      title: t('columns.read'),
      cell: (row) => <ReadAge readAt={row.readAt} {...row.reading} />,
      sortable: true,
      width: 132,
      tablet: 'none',
      phone: 'none',
    },
  ];
}

/** Names the zone of a time when it is not the reader's own: a list has codes of buildings in several zones. */
function OtherClock({ zone }: { zone: string }) {
  const words = useWindowWords();
  const { preferences } = usePreferences();
  if (zone === preferences.ownZone) return null;
  return <span className="text-muted text-xs sm:max-xl:hidden">{` ${words.place(zone)}`}</span>;
}
