import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { cache, Suspense } from 'react';
import { BuildingName } from '@/components/buildings/building-name';
import { describeMakers, findSoleMaker } from '@/components/doorcodes/describe-makers';
import { DoorcodesPanel } from '@/components/doorcodes/doorcodes-panel';
import { MadeByProvider } from '@/components/doorcodes/made-by';
import { MissingLists } from '@/components/doorcodes/missing-lists';
import { EventsHidden } from '@/components/events/events-hidden';
import { NewerNote } from '@/components/events/newer-note';
import { RoomEvents } from '@/components/events/room-events';
import { WithheldNotice } from '@/components/events/withheld-notice';
import { failedPartsOf } from '@/components/jobs/failed-parts';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { ReadingTrouble } from '@/components/jobs/reading-trouble';
import { RoomKeys } from '@/components/keys/room-keys';
import { RoomMasterPanel } from '@/components/masters/room-master-panel';
import { RoomPeople } from '@/components/people/room-people';
import { FreshenRoom } from '@/components/rooms/freshen-room';
import { RoomDoorsPanel } from '@/components/rooms/room-doors-panel';
import { SharesPanel } from '@/components/shares/shares-panel';
import { PageHeader } from '@/components/ui/page-header';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { Panel } from '@/components/ui/panel';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { mayIn } from '@/lib/auth/grants';
import { atFlat, channelOf, channelsOf } from '@/lib/auth/own-channels';
import { findUnproven, requireScope } from '@/lib/auth/scope';
import { buildingHref } from '@/lib/places/building-address';
import { readRoomAddress } from '@/lib/places/room-address';
import { roomLabel } from '@/lib/places/room-label';
import { isIncomplete } from '@/lib/readings/gaps';
import { findRoom, loadRoomPage } from '@/lib/rooms/data';

type Props = PageProps<'/rooms/[gid]/[channel]'>;

async function titleOf(room: { unit: string; doors: { channel: number }[] }): Promise<string> {
  if (room.unit.trim() !== '') return roomLabel(await getTranslations('common.roomLabel'), room.unit);
  const t = await getTranslations('rooms');
  return t('untitled', { channel: String(room.doors[0]?.channel ?? '') });
}

/** Loaded once for the page and its title. */
const loadPage = cache(async (gid: string, channel: string) => {
  const address = readRoomAddress({ gid, channel });
  const scope = await requireScope();
  const near = address && atFlat(scope, address);
  const room = near && (await findRoom(near, address));
  return room ? { scope, address, room, facts: await loadRoomPage(near, room) } : null;
});

async function pageOf({ params }: Props) {
  const { gid, channel } = await params;
  return (await loadPage(gid, channel)) ?? notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  // The title comes before the page. It must not wait for the device list, or the skeleton would wait too.
  if (await findUnproven()) return { title: (await getTranslations('rooms'))('unread') };
  return { title: await titleOf((await pageOf(props)).room) };
}

/** One page for a room, whichever of its channels the address names. */
export default async function RoomPage(props: Props) {
  const address = readRoomAddress(await props.params);
  const unproven = await findUnproven();
  // A shown skeleton cannot become a 404, so only a room that was there recently gets one.
  return address && unproven && channelOf(unproven, address) ? (
    <Suspense fallback={<PanelsSkeleton />}>
      <Room {...props} />
    </Suspense>
  ) : (
    <Room {...props} />
  );
}

async function Room(props: Props) {
  const [t, buildings, masters, locale, panels] = await Promise.all([
    getTranslations('rooms'),
    getTranslations('buildings'),
    getTranslations('masters.newLandlord'),
    getLocale(),
    Promise.all([getTranslations('masters'), getTranslations('shares'), getTranslations('doorcodes')]),
  ]);
  const { scope, room, facts, address } = await pageOf(props);
  const channels = channelsOf(scope, { roomKey: room.roomKey });
  const [title, madeBy, sole] = await Promise.all([
    titleOf(room),
    describeMakers(scope, { rooms: channels }),
    findSoleMaker(scope, channels),
  ]);
  const { master, shares, doorcodes, latest, people, keys, doors, readAt, today, elsewhere, onlyToday } =
    facts;
  const { eventGaps, eventReadings } = facts;
  const [ofMaster, ofShares, ofCodes] = panels;
  const hidden = hidesEvents(scope);
  const failed = failedPartsOf([
    { name: ofMaster('panel'), readings: master?.doors ?? [] },
    { name: ofShares('panel'), readings: shares?.doors ?? [] },
    { name: ofCodes('panel'), readings: doorcodes?.doors ?? [] },
    { name: t('events'), readings: hidden ? [] : eventReadings },
  ]);
  const mayEdit = mayIn(scope, room.building, 'registers');
  const choice = { roomKey: room.roomKey, building: room.building, unit: room.unit };
  return (
    <>
      <PageHeader
        crumbs={[
          { label: buildings('title'), href: '/buildings' },
          { label: <BuildingName name={room.building} />, href: buildingHref(room.building) },
        ]}
        title={title}
        actions={
          <FreshenRoom
            key={room.roomKey}
            gid={address.gid}
            channel={address.channel}
            readAt={readAt}
            failed={failed.length > 0}
          />
        }
      />
      <ListTrouble scope={scope} failed={failed} />
      {doorcodes ? <MissingLists scope={scope} channels={channels} /> : null}
      <div className="grid items-start gap-4 *:min-w-0 xl:grid-cols-2">
        <div className="grid gap-4">
          {master ? (
            <RoomMasterPanel row={master} note={scope.role === 'tenant' ? null : masters(scope.role)} />
          ) : null}
          {shares ? <SharesPanel shares={shares} room={title} /> : null}
          {doorcodes ? (
            <MadeByProvider words={madeBy} sole={sole}>
              <DoorcodesPanel doorcodes={doorcodes} elsewhere={elsewhere} />
            </MadeByProvider>
          ) : null}
        </div>
        <div className="grid gap-4">
          <RoomDoorsPanel doors={doors} note={scope.role === 'manager' ? null : t('doors.inTheApp')} />
          {mayIn(scope, room.building, 'events-of-today') ? (
            <Panel title={t('events')} actions={<NewerNote room={room.roomKey} seen={latest.seen} />}>
              <WithheldNotice scope={scope} doors={doors.map(({ gid }) => gid)} className="mb-2" />
              {hidden ? (
                <EventsHidden scope={scope} why={hidden} />
              ) : (
                <>
                  <ReadingTrouble doors={eventReadings} />
                  <RoomEvents
                    rows={latest.events}
                    onlyToday={onlyToday}
                    certain={!isIncomplete(eventGaps) && !doors.some(({ withheld }) => withheld)}
                    href={`/events?room=${encodeURIComponent(room.roomKey)}`}
                  />
                </>
              )}
            </Panel>
          ) : null}
          {people ? <RoomPeople people={people} room={choice} today={today} mayEdit={mayEdit} /> : null}
          {keys ? (
            <RoomKeys
              keys={keys}
              room={choice}
              today={today}
              currency={facts.currency ?? (locale === 'zh' ? 'CNY' : 'USD')}
              mayEdit={mayEdit}
            />
          ) : null}
        </div>
      </div>
    </>
  );
}
