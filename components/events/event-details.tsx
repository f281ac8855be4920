'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { DefinitionList } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { eventTypeKey } from '@/lib/archive/events/labels';
import type { EventRow } from '@/lib/archive/search/rows';
import { zoneWords } from '@/lib/devices/time-zone';
import { roomHref } from '@/lib/places/room-address';
import { nameInAddress } from '@/lib/table/name-in-address';
import { writeSearchParams } from '@/lib/table/search-params';
import { EventType, isUnnamedCard } from './event-type';
import { EventWho } from './event-who';

/** One event in full: the door's data, how Doordesk reads it, and why. */
export function EventDetails({
  row,
  rooms,
  hasRegister,
}: {
  row: EventRow;
  rooms: ReadonlySet<string>;
  /** This person has a register of keys. */
  hasRegister: boolean;
}) {
  const t = useTranslations('events');
  const { account, codeName } = row;
  const who = account ?? codeName;
  return (
    <div className="grid gap-6">
      <DefinitionList
        entries={[
          { term: t('details.type'), value: <TypeFact row={row} /> },
          { term: t('details.instant'), value: <Moment row={row} /> },
          { term: t('details.asSent'), value: <AsSent row={row} /> },
          ...(account ? [{ term: t('details.account'), value: <EventWho row={row} /> }] : []),
          ...(isUnnamedCard(row) ? [{ term: t('details.card'), value: <CardFact /> }] : []),
          ...(codeName
            ? [
                {
                  term: t('details.code'),
                  value: account ? <SafeText>{codeName}</SafeText> : <EventWho row={row} />,
                },
              ]
            : []),
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
        {hasRegister ? <KeysLink row={row} /> : null}
      </p>
    </div>
  );
}

/** The keys of this kind that were handed out in the building, because the event does not say which one it was. */
function KeysLink({ row }: { row: EventRow }) {
  const t = useTranslations('events.details');
  const type = eventTypeKey(row.type);
  if (type !== 'card' && type !== 'pin') return null;
  const kind = type === 'card' ? ['card', 'fob'] : ['pin'];
  const params = writeSearchParams({ building: nameInAddress(row.buildingName), kind });
  return <Link href={`/keys?${params}`}>{t(type === 'card' ? 'cardsOut' : 'pinsOut')}</Link>;
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
        {`${format.dateTime(at, 'exact', { timeZone: 'UTC' })} · ${t('details.utc')}`}
      </p>
      {row.fit === 'skipped' || row.fit === 'repeated' ? (
        <p className="text-sm text-warn">{t(`fit.${row.fit}`)}</p>
      ) : null}
    </>
  );
}

/** The cloud names no zone, so the text means nothing without the zone in which Doordesk read it. */
function AsSent({ row }: { row: EventRow }) {
  const t = useTranslations('events.details');
  return (
    <>
      <SafeText>{row.timeText || '–'}</SafeText>
      {row.at === null ? null : (
        <p className="text-muted text-sm">
          {t('asSentText', { zone: zoneWords(row.zone, new Date(row.at)) })}
        </p>
      )}
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
