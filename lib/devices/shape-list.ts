import { createHash } from 'node:crypto';
import { mapPaced } from '@/lib/doordeer/run-paced';
import type { Channel, Lock, Relation } from '@/lib/doordeer/words';
import { roomTextKeys } from '@/lib/text/stored-keys';
import { roomKeys } from './room-key';
import { storableName, storableText } from './storable-text';

export type Storable = Omit<Channel, 'devicePassword' | 'fixedPassword'>;

/** Names each field, so that a new field of the vendor, or a secret, cannot slip in. */
export function storable(channel: Channel): Storable {
  return {
    gid: storableText(channel.gid),
    channel: channel.channel,
    kind: channel.kind,
    model: storableText(channel.model),
    buildingName: storableName(channel.buildingName),
    unitLabel: storableName(channel.unitLabel),
    relation: channel.relation,
    locks: channel.locks.map((lock) => ({ id: storableText(lock.id), alias: storableText(lock.alias) })),
    timezone: channel.timezone === null ? null : clamp(channel.timezone),
  };
}

function clamp(timezone: number): number {
  return Math.max(-100_000, Math.min(100_000, Math.round(timezone)));
}

/** The cloud may list a pair twice, as landlord and as master. It becomes one channel with both relations and all locks. */
export async function withoutRepeats(channels: readonly Storable[]): Promise<Storable[]> {
  const byPair = new Map<string, Storable>();
  await mapPaced(channels, (channel) => {
    const pair = JSON.stringify([channel.gid, channel.channel]);
    const known = byPair.get(pair);
    byPair.set(
      pair,
      known
        ? {
            ...known,
            relation: strongest(known.relation, channel.relation),
            locks: unionOfLocks(known.locks, channel.locks),
          }
        : channel,
    );
  });
  return [...byPair.values()];
}

function strongest(one: Relation, other: Relation): Relation {
  const both = new Set([one, other]);
  if (both.has('landlord-and-master') || (both.has('landlord') && both.has('master')))
    return 'landlord-and-master';
  return (['landlord', 'master', 'sub-master'] as const).find((relation) => both.has(relation)) ?? 'other';
}

export async function doorsOf(channels: readonly Storable[]) {
  const doors = new Map<string, { channel: Storable; locks: Lock[] }>();
  await mapPaced(channels, (channel) => {
    const known = doors.get(channel.gid);
    doors.set(channel.gid, {
      channel: known?.channel ?? channel,
      locks: unionOfLocks(known?.locks ?? [], channel.locks),
    });
  });
  return [...doors.values()].map(({ channel, locks }) => ({
    gid: channel.gid,
    kind: channel.kind,
    model: channel.model,
    building_name: channel.buildingName,
    timezone: channel.timezone,
    locks,
  }));
}

function unionOfLocks(one: readonly Lock[], other: readonly Lock[]): Lock[] {
  const byId = new Map<string, Lock>();
  for (const lock of [...one, ...other]) if (!byId.get(lock.id)?.alias) byId.set(lock.id, lock);
  return [...byId.values()];
}

/** Rows of `room_channel`, without what the workspace as a whole adds. In slices: a list of megabytes must not block. */
export async function roomsOf(channels: readonly Storable[]) {
  const keys = await roomKeys(channels);
  return mapPaced(channels, (channel) => ({
    gid: channel.gid,
    channel: channel.channel,
    building_name: channel.buildingName,
    unit_label: channel.unitLabel,
    ...roomTextKeys({ building_name: channel.buildingName, unit_label: channel.unitLabel }),
    room_key: keys.get(channel) ?? '',
    relation: channel.relation,
    locks: channel.locks,
  }));
}

export type DoorRow = Awaited<ReturnType<typeof doorsOf>>[number];
export type RoomRow = Awaited<ReturnType<typeof roomsOf>>[number];

/** Adds up row digests: a cloud may list rooms in any order, and sorting a long list takes longer than one slice. */
export async function hashOf(doors: readonly object[], rooms: readonly object[]): Promise<Buffer> {
  const sum = new BigUint64Array(4);
  const add = (row: object) => {
    const digest = createHash('sha256').update(JSON.stringify(row)).digest();
    for (const at of sum.keys()) sum[at] = (sum[at] ?? 0n) + digest.readBigUInt64LE(at * 8);
  };
  await mapPaced(doors, add);
  await mapPaced(rooms, add);
  return Buffer.from(sum.buffer);
}
