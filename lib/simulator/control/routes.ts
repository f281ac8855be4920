import { z } from 'zod';
import type { Cloud } from '../cloud';
import { parseFault } from '../faults';
import { settingsSchema } from '../settings';
import * as alter from './alter';
import { describeWorld } from './describe-world';

export type Route = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  /** One line of `--help`. */
  help: string;
  run(cloud: Cloud, body: unknown): unknown;
};

const where = { gid: z.string(), channel: z.int() };
const moment = z.strictObject({ date: z.int(), time: z.int() });
const done = { ok: true };

/** Builds a route whose body is read by a schema; what the schema refuses is answered with 400 and its reasons. */
function post<S extends z.ZodType>(
  path: string,
  help: string,
  schema: S,
  run: (cloud: Cloud, body: z.infer<S>) => unknown,
): Route {
  return { method: 'POST', path, help, run: (cloud, body) => run(cloud, schema.parse(body)) ?? done };
}

function get(path: string, help: string, run: (cloud: Cloud) => unknown): Route {
  return { method: 'GET', path, help, run };
}

function remove(path: string, help: string, run: (cloud: Cloud) => void): Route {
  return {
    method: 'DELETE',
    path,
    help,
    run(cloud) {
      run(cloud);
      return done;
    },
  };
}

const event = z.strictObject({
  type: z.int(),
  secondsAgo: z.number().optional(),
  channel: z.int().nullable().optional(),
  codeName: z.string().optional(),
  account: z.string().optional(),
});

/** Every control address. `--help` and `GET /control` print this table. */
export const routes: readonly Route[] = [
  get('/settings', 'the lasting ways of the cloud', (cloud) => cloud.faults.settings),
  post(
    '/settings',
    'changes some of them: {"pageSize":50,"numberStrings":true}',
    settingsSchema.partial(),
    (cloud, change) => {
      cloud.faults.set(change);
      return cloud.faults.settings;
    },
  ),
  get('/faults', 'faults that wait for a call', (cloud) => cloud.faults.pending()),
  post(
    '/faults',
    'one fault: {"effect":"drop-after","call":"getQrCode","times":1}',
    z.unknown(),
    (cloud, fault) => cloud.faults.next(parseFault(fault)),
  ),
  remove('/faults', 'all faults off, all settings as at the start', (cloud) => cloud.faults.clear()),
  get('/log', 'the requests so far, without anything secret', (cloud) => cloud.log.entries()),
  remove('/log', 'empties log and counts', (cloud) => cloud.log.reset()),
  get('/stats', 'calls, most in flight at once, refused by maxAtOnce', (cloud) => cloud.log.stats()),
  post('/reset', 'a new world from the same seed, faults off, log empty', z.unknown(), (cloud) =>
    cloud.reset(),
  ),
  get('/world', 'buildings, doors, rooms with their people, accounts (no passwords)', describeWorld),
  post(
    '/clock',
    'lets time go by: {"advanceMs":3600000}',
    z.strictObject({ advanceMs: z.int() }),
    (cloud, body) => cloud.advance(body.advanceMs),
  ),
  post(
    '/events',
    'events arrive: {"gid":"…","count":10} or {"gid":"…","events":[{"type":5,"channel":1}]}',
    z.strictObject({
      gid: z.string(),
      count: z.int().min(0).max(1_000_000).optional(),
      events: z.array(event).optional(),
    }),
    (cloud, { gid, count, events }) => {
      if (events) alter.arrive(cloud, gid, events);
      if (count !== undefined) alter.arriveMany(cloud, gid, count);
    },
  ),
  post(
    '/forget',
    'the cloud forgets all but the newest: {"gid":"…","keep":100}',
    z.strictObject({ gid: z.string(), keep: z.int().min(0) }),
    (cloud, { gid, keep }) => alter.forget(cloud, gid, keep),
  ),
  post(
    '/masters',
    'a master, or null: {"gid":"…","channel":1,"account":null}',
    z.strictObject({ ...where, account: z.string().nullable() }),
    (cloud, body) => alter.setMaster(cloud, body, body.account),
  ),
  post(
    '/shares',
    'a share: {"gid":"…","channel":1,"account":"…","remove":false}',
    z.strictObject({ ...where, account: z.string(), remove: z.boolean().optional() }),
    (cloud, body) =>
      body.remove ? alter.dropShare(cloud, body, body.account) : alter.putShare(cloud, body, body.account),
  ),
  post(
    '/doorcodes',
    'a doorcode: {"gid":"…","channel":1,"creator":"…","name":"…","from":{"date":20261124,"time":93000},"to":{…}}',
    z.strictObject({
      ...where,
      creator: z.string(),
      name: z.string(),
      from: moment,
      to: moment,
      lockIds: z.array(z.string()).optional(),
    }),
    (cloud, body) => ({ digits: alter.putCode(cloud, body).digits }),
  ),
  post(
    '/doorcodes/revoke',
    'somebody revokes one: {"digits":"12345678"}',
    z.strictObject({ digits: z.string() }),
    (cloud, body) => alter.dropCode(cloud, body.digits),
  ),
  post(
    '/accounts',
    'a new account: {"account":"…","password":"…","type":3}',
    z.strictObject({ account: z.string(), password: z.string(), type: z.literal([1, 2, 3]) }),
    alter.addAccount,
  ),
  post(
    '/accounts/change',
    'password or activation: {"account":"…","password":"…","activated":true}',
    z.strictObject({
      account: z.string(),
      password: z.string().optional(),
      activated: z.boolean().optional(),
    }),
    (cloud, { account, ...change }) => alter.changeAccount(cloud, account, change),
  ),
  post(
    '/buildings',
    'a further building: {"name":"Bench","rooms":200,"doors":1}',
    z.strictObject({
      name: z.string().min(1),
      rooms: z.int().min(1).max(20_000),
      doors: z.int().min(1).max(50).default(1),
      timezone: z.int().default(8),
      days: z.number().min(0).max(3_650).default(0),
      visitsPerDay: z.number().min(0).max(100_000).default(0),
      landlord: z.string().optional(),
    }),
    (cloud, body) => ({
      rooms: alter
        .addBuilding(cloud, body)
        .map((room) => ({ gid: room.door.gid, channel: room.channel, label: room.label })),
    }),
  ),
  get(
    '/outbox',
    'letters and text messages that were sent: activation, forgotten password',
    (cloud) => cloud.world.outbox,
  ),
];
