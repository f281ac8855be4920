import { beforeAll } from 'vitest';
import { freshenEvents } from '../archive/feed/freshen';
import { mayIn, mayInWorkspace } from '../auth/grants';
import type { Scope } from '../auth/scope';
import {
  type BuildingCapability,
  buildingCapabilities,
  type WorkspaceCapability,
} from '../db/tables/members';
import { presets } from '../members/roster/presets';
import type { Simulator } from '../simulator/start-simulator';
import { connectAccount, type Marked, markRoom } from './marked-desk';
import { memberIn, type SignedInMember } from './member';
import { type Given, grantsOfGiven } from './preset-grants';
import { type SignedIn, signInAs } from './scope';

/** Every preset, and three that are no preset. */
const tested: Record<string, Given> = {
  ...presets,
  'key cabinet': { workspace: [], building: ['registers'] },
  'export only': { workspace: [], building: ['export'] },
  'desk with keys': { workspace: [], building: ['registers', 'events-of-today'] },
};

/** What a person has in a building, and in the workspace. */
export type Can = (capability: BuildingCapability | WorkspaceCapability) => boolean;

export type Tested = SignedInMember & {
  name: string;
  reach: 'one building' | 'everywhere';
  can: Can;
};

export type MarkedDesk = {
  manager: SignedIn;
  foreigner: SignedIn;
  /** A room of the members' building, one of another building, and one of another workspace. */
  own: Marked;
  other: Marked;
  foreign: Marked;
  members: Tested[];
};

/** Two buildings of one workspace that share no door, a second workspace, and members of the first with every preset. */
export function useMarkedDesk(simulator: () => Simulator): () => MarkedDesk {
  let desk: MarkedDesk | undefined;
  beforeAll(async () => {
    const { accounts } = simulator();
    const manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
    const foreigner = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
    for (const { scope } of [manager, foreigner]) await connectAccount(scope);
    await freshenEvents(manager.scope);
    const [one, other] = roomsApart(manager.scope);
    const [elsewhere] = foreigner.scope.channels;
    if (!elsewhere) throw new Error('the landlord has rooms');
    const own = await markRoom(manager.scope, one, 'ownmark');
    desk = {
      manager,
      foreigner,
      own,
      other: await markRoom(manager.scope, other, 'othermark'),
      foreign: notHere(await markRoom(foreigner.scope, elsewhere, 'foreignmark')),
      members: await everyMember(manager.scope, own.building),
    };
  });
  return () => {
    if (!desk) throw new Error('the desk is made before the tests');
    return desk;
  };
}

/** Both accounts have this door. Its building and room get names that only the other workspace could know. */
function notHere(room: Marked): Marked {
  const building = `${room.mark} building`;
  return { ...room, building, gid: `${room.mark}-gid`, roomKey: `${room.mark}-room` };
}

function roomsApart({ channels }: Scope) {
  for (const one of channels) {
    const doors = new Set(
      channels.filter(({ buildingName }) => buildingName === one.buildingName).map(({ gid }) => gid),
    );
    const other = channels.find(
      ({ buildingName, gid }) => buildingName !== one.buildingName && !doors.has(gid),
    );
    if (other) return [one, other] as const;
  }
  throw new Error('two buildings that share no door');
}

async function everyMember({ workspaceId }: Scope, building: string): Promise<Tested[]> {
  const members: Tested[] = [];
  for (const [name, preset] of Object.entries(tested)) {
    for (const reach of ['one building', 'everywhere'] as const) {
      const grants = grantsOfGiven(preset, reach === 'everywhere' ? null : [building]);
      const can: Can = (capability) =>
        isOfBuilding(capability)
          ? mayIn({ grants }, building, capability)
          : mayInWorkspace({ grants }, capability);
      members.push({ ...(await memberIn({ workspaceId, name, grants })), name, reach, can });
    }
  }
  return members;
}

function isOfBuilding(
  capability: BuildingCapability | WorkspaceCapability,
): capability is BuildingCapability {
  return buildingCapabilities.some((one) => one === capability);
}
