'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { DefinitionList } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { EventRow } from '@/lib/archive/search/rows';
import { zoneWords } from '@/lib/devices/time-zone';
import { roomHref } from '@/lib/places/room-address';
import { secondText } from '@/lib/text/wall-text';
import { EventType, isUnnamedCard } from './event-type';

/** One event in full: the door's data, how Doordesk reads it, and why. */
export function EventDetails({ row, rooms }: { row: EventRow; rooms: ReadonlySet<string> }) {
  const t = useTranslations('events');
  const { account, codeName } = row;
  const who = account ?? codeName;
  return (
    <div className="grid gap-6">
      <DefinitionList
        entries={[
          { term: t('details.type'), value: <TypeFact row={row} /> },
          { term: t('details.instant'), value: <Moment row={row} /> },
          { term: t('details.asSent'), value: <SafeText>{row.timeText}</SafeText> },
          ...(account ? [{ term: t('details.account'), value: <SafeText>{account}</SafeText> }] : []),
          ...(isUnnamedCard(row) ? [{ term: t('details.card'), value: <CardFact /> }] : []),
          ...(codeName ? [{ term: t('details.code'), value: <SafeText>{codeName}</SafeText> }] : []),
          { term: t('details.building'), value: <SafeText>{row.buildingName}</SafeText> },
          { term: t('details.door'), value: <SafeText>{row.doorName}</SafeText> },
          ...(row.doorName === row.gid
            ? []
            : [{ term: t('details.doorId'), value: <SafeText>{row.gid}</SafeText> }]),
          {
            term: t('details.room'),
            value: <RoomFact row={row} open={rooms.has(`${row.channel}@${row.gid}`)} />,
          },
          { term: t('details.archived'), value: <RelativeTime at={row.archivedAt} /> },
        ]}
      />
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        <Link href={`/events?${new URLSearchParams({ door: row.gid })}`}>{t('details.sameDoor')}</Link>
        {who ? <Link href={`/events?${new URLSearchParams({ q: who })}`}>{t('details.sameWho')}</Link> : null}
      </p>
    </div>
  );
}

/** The vendor's list of events names no account for a card (docs/vendor.md, reading 16). */
function CardFact() {
  const t = useTranslations('events.details');
  return (
    <>
      <span>{t('cardHolder')}</span>
      <p className="text-muted text-sm">{t('cardText')}</p>
    </>
  );
}

function TypeFact({ row }: { row: EventRow }) {
  const t = useTranslations('events.details');
  return (
    <>
      <EventType type={row.type} />
      <p className="text-muted text-sm">{t('typeNumber', { number: String(row.type) })}</p>
    </>
  );
}

/** The moment in the building's time and in UTC, whatever the list shows. */
function Moment({ row }: { row: EventRow }) {
  const t = useTranslations('events');
  const format = useFormatter();
  if (row.at === null) return <p className="text-warn">{t('fit.invalid')}</p>;
  const at = new Date(row.at);
  return (
    <>
      <p className="tabular">
        <span>{format.dateTime(at, 'exact', { timeZone: row.zone })}</span>
        <span>{` · ${zoneWords(row.zone, at)}`}</span>
      </p>
      <p className="tabular text-muted text-sm">
        {t('details.utc')} {secondText(at)}
      </p>
      {row.fit === 'skipped' || row.fit === 'repeated' ? (
        <p className="text-sm text-warn">{t(`fit.${row.fit}`)}</p>
      ) : null}
    </>
  );
}

function RoomFact({ row, open }: { row: EventRow; open: boolean }) {
  const t = useTranslations('events');
  if (row.channel === null) {
    return (
      <>
        <span>{t('details.noRoom')}</span>
        <p className="text-muted text-sm">{t('attribution.none')}</p>
      </>
    );
  }
  const label = <SafeText>{row.unitLabel ?? String(row.channel)}</SafeText>;
  return (
    <>
      {open ? <Link href={roomHref({ gid: row.gid, channel: row.channel })}>{label}</Link> : label}
      {row.attribution ? <p className="text-muted text-sm">{t(`attribution.${row.attribution}`)}</p> : null}
    </>
  );
}
