import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { BuildingName } from '@/components/buildings/building-name';
import { BuildingNotice } from '@/components/buildings/building-notice';
import { ClockConflict } from '@/components/buildings/clock-conflict';
import { DetailsPanel } from '@/components/buildings/details-panel';
import { DoorsPanel } from '@/components/buildings/doors-panel';
import { BuildingRooms, LiveRooms } from '@/components/buildings/live-rooms';
import { NoConnectionNotice } from '@/components/connections/no-connection-notice';
import { MissingLists } from '@/components/doorcodes/missing-lists';
import { UnseenNote } from '@/components/doorcodes/unseen-note';
import { ListAge } from '@/components/jobs/list-age';
import { UnreadFilter, unreadIn } from '@/components/list-page/unread-filter';
import { RefreshWhile } from '@/components/overview/refresh-while';
import { RetentionPanel } from '@/components/retention/retention-panel';
import { PageHeader } from '@/components/ui/page-header';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { loadSavedViews } from '@/components/views/saved-views';
import { mayBuilding, refuseBuilding } from '@/lib/abilities/buildings';
import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { mayMaster } from '@/lib/abilities/masters';
import { mayRetention } from '@/lib/abilities/retention';
import { roomlessDoorsOf } from '@/lib/archive/access/visible-events';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { freshenQuietly } from '@/lib/archive/feed/freshen';
import { readRetention } from '@/lib/archive/retention/data';
import { findObstacle } from '@/lib/auth/find-obstacle';
import { mayIn } from '@/lib/auth/grants';
import { channelsOf } from '@/lib/auth/own-channels';
import { findUnproven, requireScope } from '@/lib/auth/scope';
import { findBuilding } from '@/lib/buildings/data';
import { buildingHref, readBuildingAddress } from '@/lib/places/building-address';
import { listTroubleOf } from '@/lib/readings/device-list';
import { readRoundSeconds } from '@/lib/readings/keep-round';
import { loadRooms } from '@/lib/rooms/data';
import { relations, roomsQuery } from '@/lib/rooms/schema';
import { nameInAddress } from '@/lib/table/name-in-address';
import { packRows } from '@/lib/table/packed-rows';
import { parseListAddress } from '@/lib/table/query';
import { labelText } from '@/lib/text/visible-text';

type Props = PageProps<'/buildings/[building]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('buildings');
  return { title: labelText(readBuildingAddress((await params).building) ?? '') || t('unnamed') };
}

export default async function BuildingPage(props: Props) {
  const building = readBuildingAddress((await props.params).building);
  const unproven = await findUnproven();
  // A shown skeleton cannot become a 404, so only a building that was there recently gets one.
  return building && unproven && channelsOf(unproven, { building }).length > 0 ? (
    <Suspense fallback={<PanelsSkeleton />}>
      <Building {...props} />
    </Suspense>
  ) : (
    <Building {...props} />
  );
}

async function Building({ params, searchParams }: Props) {
  const [t, rooms, common] = await Promise.all([
    getTranslations('buildings'),
    getTranslations('rooms'),
    getTranslations('common'),
  ]);
  const name = readBuildingAddress((await params).building) ?? notFound();
  const address = await searchParams;
  const asked = parseListAddress(roomsQuery, address);
  const scope = await requireScope();
  const fixed = { building: nameInAddress(name) };
  const views = await loadSavedViews({ scope, page: 'rooms', query: roomsQuery, params: address, fixed });
  const unread = views.unread ?? (asked.unread && unreadIn(buildingHref(name), address, asked.unread));
  const [building, found, retention, doorReadings, roundSeconds] = await Promise.all([
    findBuilding(scope, name),
    asked.unread || unread
      ? null
      : loadRooms(scope, { ...asked.query, building: [name] }).then(({ counts, ...found }) => ({
          list: {
            ...asked.table,
            ...found,
            rows: packRows(found.rows),
            exported: mayIn(scope, name, 'export'),
          },
          counts,
        })),
    mayRetention(scope, 'see') ? readRetention(scope, name) : null,
    readDoorReadings(scope),
    readRoundSeconds(scope),
  ]);
  if (!building) notFound();
  const channels = channelsOf(scope, { building: building.name });
  const gids = building.doors.map(({ gid }) => gid);
  const doorsKnown = doorGaps(doorReadings, gids);
  const may = (action: 'assign' | 'replace' | 'remove') =>
    channels.some((channel) => mayMaster(scope, channel, action));
  // The frame says on every page that the password was refused.
  const isCutOff = !scope.inDoubt && findObstacle(scope) === 'no-connection';
  const list = scope.inDoubt || isCutOff ? null : listTroubleOf(scope);
  after(() => freshenQuietly(scope, { doors: gids }));
  const content = (
    <>
      <PageHeader
        crumbs={[{ label: t('title'), href: '/buildings' }]}
        title={<BuildingName name={building.name} />}
        description={`${t('doorCount', { count: building.doors.length })} · ${t('roomCount', { count: building.rooms })}`}
      />
      {isCutOff ? <NoConnectionNotice scope={scope} className="mb-3" /> : null}
      <BuildingNotice
        isCutOff={isCutOff}
        list={list ? { line: <ListAge list={list} />, code: list.code } : null}
        doors={{ what: 'doors', gaps: doorsKnown, roomless: roomlessDoorsOf(scope, gids).length }}
      />
      <ClockConflict scope={scope} gids={gids} />
      <RefreshWhile reads={doorsKnown.unread > 0 && scope.callers.length > 0} />
      <div className="grid items-start gap-4 *:min-w-0 xl:grid-cols-3">
        <div className="xl:col-span-2">
          <DoorsPanel
            doors={building.doors}
            editable={gids.filter((gid) => !refuseBuilding(scope, { gid }, 'keep-details'))}
            note={scope.role === 'manager' ? null : rooms('doors.inTheApp')}
          />
        </div>
        <div className="grid gap-4 *:min-w-0">
          <DetailsPanel
            building={building}
            may={{
              keepDetails: mayBuilding(scope, building.name, 'keep-details'),
              chooseZone: mayBuilding(scope, building.name, 'choose-zone'),
            }}
          />
          {retention ? <RetentionPanel building={building.name} {...retention} /> : null}
        </div>
      </div>
      <section aria-labelledby="rooms" className="mt-6">
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 id="rooms" className="text-lg">
            {t('columns.rooms')}
          </h2>
          {views.menu}
        </div>
        {views.notes}
        <UnseenNote />
        <MissingLists scope={scope} channels={channels} />
        {unread ? <UnreadFilter {...unread} /> : null}
        {found ? (
          <BuildingRooms
            building={building.name}
            roundSeconds={roundSeconds}
            doors={building.doors.map(({ gid, label, locks }) => ({
              value: gid,
              label,
              words: [gid, ...locks.map(({ alias }) => alias)],
            }))}
            isManager={scope.role === 'manager'}
            roles={relations
              .filter(
                (relation) =>
                  scope.role !== 'manager' && channels.some((channel) => channel.relation === relation),
              )
              .map((relation) => ({ value: relation, label: common(`relations.${relation}`) }))}
            may={{
              assign: may('assign'),
              replace: may('replace'),
              remove: may('remove'),
              issue: channels.some((channel) => mayDoorcode(scope, channel, 'issue')),
            }}
          />
        ) : null}
      </section>
    </>
  );
  return found ? (
    <LiveRooms building={building.name} list={found.list} counts={found.counts}>
      {content}
    </LiveRooms>
  ) : (
    content
  );
}
