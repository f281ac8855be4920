import type { ScopeChannel } from '@/lib/devices/channel';
import type { Relation } from '@/lib/doordeer/words';
import type { Scope } from './scope';

export type ChannelTarget = { roomKey: string } | { gid: string; channel?: number } | { building: string };

/** The scope's own channels that `target` names. Empty for other accounts' targets: answer "not found". */
export function channelsOf(scope: Scope, target: ChannelTarget): readonly ScopeChannel[] {
  return scope.channels.filter((channel) => {
    if ('roomKey' in target) return channel.roomKey === target.roomKey;
    if ('building' in target) return channel.buildingName === target.building;
    return channel.gid === target.gid && (target.channel === undefined || channel.channel === target.channel);
  });
}

export function channelOf(scope: Scope, target: { gid: string; channel: number }): ScopeChannel | undefined {
  return scope.channels.find(({ gid, channel }) => gid === target.gid && channel === target.channel);
}

/** Only the doors of one flat, without the rest of a large building. Null for a flat of another account. */
export function atFlat(scope: Scope, at: { gid: string; channel: number }): Scope | null {
  const roomKey = channelOf(scope, at)?.roomKey;
  if (roomKey === undefined) return null;
  const gids = new Set(channelsOf(scope, { roomKey }).map(({ gid }) => gid));
  return { ...scope, channels: scope.channels.filter(({ gid }) => gids.has(gid)), cameras: [] };
}

export function devicesOf(scope: Pick<Scope, 'channels' | 'cameras'>): ScopeChannel[] {
  return [...scope.channels, ...scope.cameras];
}

const byDoor = new WeakMap<Scope['channels'], ReadonlyMap<string, readonly string[]>>();

/** The buildings that each door of these lists serves, by gid. */
export function buildingsByDoor({
  channels,
  cameras,
}: Pick<Scope, 'channels' | 'cameras'>): ReadonlyMap<string, readonly string[]> {
  const rooms = byDoor.get(channels) ?? addBuildings(new Map(), channels);
  byDoor.set(channels, rooms);
  return cameras.length === 0 ? rooms : addBuildings(new Map(rooms), cameras);
}

function addBuildings(
  doors: Map<string, readonly string[]>,
  places: Scope['channels'],
): ReadonlyMap<string, readonly string[]> {
  for (const { gid, buildingName } of places) {
    const known = doors.get(gid);
    if (!known?.includes(buildingName)) doors.set(gid, [...(known ?? []), buildingName]);
  }
  return doors;
}

/** What the connections are to these rooms. A manager may do what each of the others may. */
export function relationsOf(channels: readonly Pick<ScopeChannel, 'relation' | 'through'>[]): Relation[] {
  const found = channels.flatMap(({ relation, through }) =>
    (through ?? [])
      .map((via): Relation => (via.role === 'manager' ? 'landlord-and-master' : via.relation))
      .concat(through ? [] : [relation]),
  );
  return [...new Set(found)];
}

export function gidsOf(scope: Pick<Scope, 'channels' | 'cameras'>): string[] {
  return [...new Set(devicesOf(scope).map(({ gid }) => gid))];
}
