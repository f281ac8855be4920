import { beforeEach } from 'vitest';
import type { Scope } from '../auth/scope';
import { getDb } from '../db/client';
import { readSteps } from '../jobs/data';
import { startJob } from '../jobs/mutations';
import { planMasters } from '../masters/bulk';
import type { Simulator } from '../simulator/start-simulator';
import { signInScope } from './scope';

export const master = 'master@harbor.example';

/** Before each test: a landlord whose rooms have no master, no job and no reading of a master. */
export function useLandlordRooms(simulator: () => Simulator) {
  let landlord: Scope;

  const signIn = (): Promise<Scope> => {
    const { account, password } = simulator().accounts.landlord;
    return signInScope(account, password, 'landlord');
  };
  const owned = () => landlord.channels.filter(({ relation }) => relation === 'landlord');
  const rooms = () =>
    owned().map(({ gid, channel }) => {
      const room = simulator().cloud.world.findRoom(gid, channel);
      if (!room) throw new Error('no such room');
      return room;
    });
  const planAll = (action: 'assign' | 'replace' | 'remove' = 'assign') => {
    const selection = { all: false as const, ids: [...new Set(owned().map(({ roomKey }) => roomKey))] };
    return planMasters(landlord, { action, master, selection });
  };

  beforeEach(async () => {
    simulator().reset();
    await getDb().deleteFrom('master_reading').execute();
    await getDb().deleteFrom('job').execute();
    landlord = await signIn();
    for (const room of rooms()) room.master = null;
  });

  return {
    landlord: () => landlord,
    signIn,
    owned,
    rooms,
    planAll,
    start: async (action?: 'assign' | 'replace' | 'remove'): Promise<string> =>
      startJob(landlord, await planAll(action), { requestKey: crypto.randomUUID() }),
    states: async (jobId: string) => {
      const steps = await readSteps(landlord, jobId);
      return steps.sort((one, other) => one.position - other.position).map((step) => step.state);
    },
    calls: (path: string): number =>
      simulator()
        .log()
        .filter((entry) => entry.call === path).length,
  };
}
