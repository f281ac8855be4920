import { z } from 'zod';
import * as alter from './alter-world';
import { post, type Route } from './define-route';

const where = { gid: z.string(), channel: z.int() };
const moment = z.strictObject({ date: z.int(), time: z.int() });
const accountType = z.literal([1, 2, 3]);

const event = z.strictObject({
  type: z.int(),
  asOf: z.number().optional(),
  secondsAgo: z.number().optional(),
  channel: z.int().nullable().optional(),
  codeName: z.string().optional(),
  account: z.string().optional(),
});

export const alterRoutes: readonly Route[] = [
  post(
    '/landlords',
    'a landlord, or null: {"gid":"…","channel":1,"account":"…"}',
    z.strictObject({ ...where, account: z.string().nullable() }),
    (cloud, body) => alter.setLandlord(cloud, body, body.account),
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
    'revokes one: {"digits":"12345678"}',
    z.strictObject({ digits: z.string() }),
    (cloud, body) => alter.dropCode(cloud, body.digits),
  ),
  post(
    '/accounts',
    'a new account: {"account":"…","password":"…","type":3,"manages":["Harbor View"]}',
    z.strictObject({
      account: z.string(),
      password: z.string(),
      type: accountType,
      activated: z.boolean().optional(),
      phone: z.string().optional(),
      manages: z.array(z.string()).optional(),
    }),
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
];
