import pg from 'pg';
import { decodeBody, encodeBody } from '@/lib/doordeer/codec';
import type { Room } from '@/lib/simulator/world/model';
import { addPlainBuilding } from '@/lib/simulator/world/seed';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { ageDeviceList } from '@/lib/testing/device-list';
import { type Person, type Visitor, visit } from '../visitor';
import { type Bench, callsOfPages, type Figure, ms, percentile, untilArchived } from './bench';

const latencyMs = 100;
const warmUps = 8;
const samples = 60;

/**
 * A page waits for the cloud in one case alone: the device list (10002) is older than half an hour. Then it costs this
 * one call, whichever page it is; what else there is to read follows after its answer. Pages that start such reading
 * would have it run into the next sample, so a flat's page and the register of people stand for all. The flat's page,
 * once painted, has its facts read: for a sub-master that is one call (10015), measured as the browser asks for it.
 */
export const pageBench: Bench = {
  name: 'page',
  about: `what waits for one vendor call ÷ that call by itself, the cloud ${latencyMs} ms away; ${samples} of each, in turn`,
  async *run({ server }) {
    const desk = await startDesk({ server });
    const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
    try {
      await database.connect();
      for (const name of ['landlord', 'manager'] as const) {
        const who = desk.simulator.accounts[name];
        const visitor = await visit(desk, who);
        await untilArchived(visitor);
        const { door, channel } = roomOf(desk, who.account);
        for (const path of [`/rooms/${door.gid}/${channel}`, '/people']) {
          yield* await compare({
            what: `${path.startsWith('/rooms/') ? 'a room’s page' : path}, ${name}`,
            desk,
            visitor,
            path,
            before: () => ageDeviceList(database),
            raw: () => callRaw(desk, 'sign', { ...fieldsOf(who), account_type: who.accountType }),
          });
        }
      }
      const guest = desk.simulator.accounts.guest;
      const [flat] = addPlainBuilding(desk.simulator.cloud.world, oneDoorHouse);
      if (!flat) throw new Error('the made-up world took no further building');
      const { door, channel } = flat;
      flat.shares.push(guest.account);
      const asGuest = await visit(desk, guest);
      await untilArchived(asGuest);
      const at = { gid: door.gid, channel: String(channel), what: 'facts', anyway: '1' };
      yield* await compare({
        what: 'a room’s facts read anew, sub-master',
        desk,
        visitor: asGuest,
        path: `/api/readings/room?${new URLSearchParams(at)}`,
        before: async () => {},
        raw: () =>
          callRaw(desk, 'GetQrList', {
            ...fieldsOf(guest),
            gid: door.gid,
            vir_channel_no: channel,
            start: 1,
            num: 100,
          }),
      });
    } finally {
      await database.end();
      await desk.stop();
    }
  },
};

const oneDoorHouse = { name: 'One Door House', rooms: 1, doors: 1, timezone: 8, visitsPerDay: 0, days: 0 };

type Comparison = {
  what: string;
  desk: Desk;
  visitor: Visitor;
  path: string;
  /** Brings about that the path waits for the cloud. */
  before: () => Promise<unknown>;
  /** Milliseconds of the same call by itself. */
  raw: () => Promise<number>;
};

async function compare({ what, desk, visitor, path, before, raw }: Comparison): Promise<Figure[]> {
  const { simulator } = desk;
  simulator.faults.set({ latencyMs: 0 });
  await visitor.read(path);
  simulator.faults.set({ latencyMs });
  const raws: number[] = [];
  const wholes: number[] = [];
  let spoiled = 0;
  for (let round = -warmUps; round < samples; round++) {
    const call = await raw();
    await before();
    const known = callsOfPages(desk);
    const { tookMs } = await visitor.read(path);
    const calls = callsOfPages(desk) - known;
    if (calls !== 1) {
      // The archive's feeder found the aged list as well, and read it in the same moment: that sample says nothing.
      spoiled += 1;
      if (spoiled > samples / 4) throw new Error(`${path} often costs other than one vendor call (${calls})`);
      round -= 1;
      continue;
    }
    if (round < 0) continue;
    raws.push(call);
    wholes.push(tookMs);
  }
  const figure = (share: number, atMost: number): Figure => ({
    what: `${what}, p${share * 100}`,
    value: percentile(wholes, share) / percentile(raws, share),
    hold: { atMost },
    unit: 'ratio',
    made: `${ms(percentile(wholes, share))} ÷ ${ms(percentile(raws, share))}`,
  });
  return [figure(0.5, 1.15), figure(0.95, 1.3)];
}

const fieldsOf = ({ account, password }: Person) => ({ account, passwd: password });

/** The call as plain as it can be made: encrypted, sent over a kept connection, read, decrypted. */
async function callRaw(desk: Desk, path: string, fields: Record<string, string | number>): Promise<number> {
  const { url, key, comid } = desk.simulator;
  const startedAt = performance.now();
  const answer = await fetch(`${url}/${path}`, {
    method: 'POST',
    body: encodeBody({ comid, ...fields }, key),
  });
  decodeBody(await answer.text(), key);
  return performance.now() - startedAt;
}

function roomOf(desk: Desk, account: string): Room {
  const { world } = desk.simulator.cloud;
  const holder = world.findAccount(account);
  const room = holder && world.roomsOf(holder).find(({ label }) => label !== '');
  if (!room) throw new Error(`the made-up world has no room of ${account}`);
  return room;
}
