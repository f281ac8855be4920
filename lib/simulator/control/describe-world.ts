import type { Cloud } from '../cloud/cloud';
import { letTimePass } from '../world/household';

/** The world for tests and for people. It holds nothing that opens a door. */
export function describeWorld(cloud: Cloud): unknown {
  const { world } = cloud;
  for (const door of world.doors.values()) letTimePass(door, cloud.context());
  return {
    seed: world.seed,
    now: new Date(cloud.now()).toISOString(),
    doors: [...world.doors.values()].map(({ gid, type, model, building, timezone, locks, events }) => ({
      gid,
      type,
      model,
      building,
      timezone,
      locks,
      events: events.list(null).length,
    })),
    rooms: world.rooms().map(({ door, channel, label, landlord, master, shares }) => ({
      gid: door.gid,
      channel,
      building: door.building,
      label,
      landlord,
      master,
      shares,
      doorcodes: world.codesOf(door.gid, channel).filter((code) => !code.revoked).length,
    })),
    accounts: world.accounts().map(({ account, type, activated, picture, pushTokens }) => ({
      account,
      type,
      activated,
      picture,
      phones: pushTokens.length,
    })),
  };
}
