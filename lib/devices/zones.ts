import { cache } from 'react';
import { type Db, getDb } from '@/lib/db/client';
import { type Zone, zoneOf } from './time-zone';

export type Zones = {
  ofDoor: (gid: string) => Zone;
  /** Of a door as a whole; empty if it is unknown. */
  buildingOf: (gid: string) => string;
  /** A door can serve two buildings. A flat has the clock of its own building. */
  ofChannel: (channel: { gid: string; buildingName: string }) => Zone;
  /** Without a chosen zone, the first known clock of the building's doors. */
  ofBuilding: (buildingName: string) => Zone;
  ofVendor: (buildingName: string) => Zone;
};

/** Two small tables, loaded once per page. Cheaper than a join in each query that shows a time. */
export const readZones = cache((workspaceId: string): Promise<Zones> => readZonesFrom(getDb(), workspaceId));

/** Within a transaction: a second connection could wait for the first. */
export async function readZonesFrom(db: Db, workspaceId: string): Promise<Zones> {
  const [doors, details] = await Promise.all([
    db
      .selectFrom('door')
      .select(['gid', 'building_name', 'timezone'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('present', 'desc')
      .orderBy('gid')
      .execute(),
    db
      .selectFrom('building_detail')
      .select(['building_name', 'zone'])
      .where('workspace_id', '=', workspaceId)
      .where('zone', 'is not', null)
      .execute(),
  ]);
  const chosen = new Map(details.map((detail) => [detail.building_name, detail.zone]));
  const byGid = new Map(doors.map((door) => [door.gid, door]));
  const ofChannel = ({ gid, buildingName }: { gid: string; buildingName: string }) =>
    zoneOf({ zone: chosen.get(buildingName) ?? null, timezone: byGid.get(gid)?.timezone ?? null });
  const buildingOf = (gid: string) => byGid.get(gid)?.building_name ?? '';
  const ofVendor = (buildingName: string) => {
    const theirs = doors.filter((door) => door.building_name === buildingName);
    return zoneOf({ timezone: theirs.find((door) => door.timezone !== null)?.timezone ?? null });
  };
  return {
    ofChannel,
    ofVendor,
    buildingOf,
    ofDoor: (gid) => ofChannel({ gid, buildingName: buildingOf(gid) }),
    ofBuilding: (buildingName) => {
      const zone = chosen.get(buildingName);
      const picked = zone ? zoneOf({ zone }) : null;
      return picked?.source === 'chosen' ? picked : ofVendor(buildingName);
    },
  };
}
