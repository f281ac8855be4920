import { randomUUID } from 'node:crypto';
import { exportedBuildings } from '../abilities/exports';
import type { Verb } from '../abilities/verb';
import { readFilterAddress } from '../archive/search/filter-address';
import { recordAudit } from '../audit/record';
import { connectOwn } from '../auth/connection';
import { callerOf, type Scope } from '../auth/scope';
import { saveBuildingDetails, saveDoorDetails } from '../buildings/verbs';
import { getDb } from '../db/client';
import type { ScopeChannel } from '../devices/channel';
import { newFile } from '../files/record/file-records';
import { saveSchedule } from '../files/verbs';
import { startJob } from '../jobs/mutations';
import { readPlaces, targetAt } from '../places/data';
import { keepDoorcodes, keepMasters, keepShares } from '../readings/mutations';
import { createKey } from '../registers/keys/verbs';
import { createPerson } from '../registers/people/verbs';
import { createView } from '../views/verbs';

/** One room of a building, and things in it whose texts begin with `mark`, so that an answer that holds one is recognised. */
export type Marked = {
  mark: string;
  building: string;
  gid: string;
  channel: number;
  roomKey: string;
  locks: string[];
  digits: string;
  code: string;
  batch: string;
  person: { id: string; revision: number };
  key: { id: string; revision: number };
  master: string;
  share: string;
  job: string;
  file: string;
  schedule: string;
  view: { id: string; revision: number };
};

let asked = 9_000_000;
let digits = 61_000_000;

export async function markRoom(scope: Scope, room: ScopeChannel, mark: string): Promise<Marked> {
  const { gid, channel, roomKey, buildingName: building } = room;
  const { workspaceId } = scope;
  const place = (await readPlaces(scope)).find((one) => one.gid === gid && one.channel === channel);
  if (!place) throw new Error('a place of this scope');
  const found = () => ({ gid, channel, asked: ++asked, askedAt: new Date(), state: 'ok' as const });
  const [master, share] = [`${mark}-master@example.test`, `${mark}-share@example.test`];
  await keepMasters(workspaceId, [{ ...found(), value: master }]);
  await keepShares(workspaceId, [{ ...found(), value: [share] }]);
  const own = String(++digits);
  const code = await keepOneCode(scope, { ...found(), name: `${mark}-code`, digits: own });
  await done(saveBuildingDetails, scope, {
    building,
    address: `${mark}-address`,
    notes: `${mark}-notes`,
    was: { address: '', notes: '' },
  });
  const door = { place: '', note: '' };
  await done(saveDoorDetails, scope, {
    gid,
    name: `${mark}-door`,
    ...door,
    was: { name: '', ...door },
  });
  const person = await done(createPerson, scope, {
    ...{ roomKey, name: `${mark}-person`, email: `${mark}-mail@example.test`, phone: '', note: '' },
    ...{ movedIn: null, movedOut: null },
  });
  const key = await done(createKey, scope, {
    ...{ kind: 'card', number: `${mark}-card`, label: '', holder: `${mark}-holder`, personId: '', roomKey },
    ...{ state: 'handed-out', handedOn: '2026-01-05', endedOn: null, deposit: '', currency: 'CNY', note: '' },
  });
  const target = { ...targetAt(place), account: master };
  const job = await startJob(
    scope,
    { kind: 'assign-masters', params: { master }, steps: [{ target, verdict: 'change' }] },
    { requestKey: randomUUID() },
  );
  const filter = new URLSearchParams({ building }).toString();
  const view = await done(createView, scope, {
    ...{ page: 'events', name: `${mark}-view`, query: filter, columns: null, density: null },
  });
  await recordAudit(getDb(), {
    ...{ workspaceId, actor: scope.actor, account: scope.account, role: scope.role },
    ...{ action: 'people.update', subject: `${mark}-audit`, outcome: 'done', buildings: [building] },
  });
  return {
    ...{ mark, building, gid, channel, roomKey, digits: own, code, master, share, job },
    locks: place.locks.map(({ id }) => id),
    batch: await requestOne(scope, room, mark),
    person,
    key,
    view,
    file: await storeMarkedFile(scope, { mark, filter }),
    schedule: await storeSchedule(scope, { mark, filter }),
  };
}

async function done<T>(verb: Verb<never, T>, scope: Scope, input: unknown): Promise<T> {
  const result = await verb({ ctx: { scope }, input });
  if (!result.ok) throw new Error(`refused: ${result.code} ${JSON.stringify(result.fields)}`);
  return result.data;
}

/** So that members can act, and lists are read. */
export async function connectAccount(scope: Scope): Promise<void> {
  await connectOwn(getDb(), callerOf(scope));
}

type Found = { gid: string; channel: number; asked: number; askedAt: Date; state: 'ok' };

async function keepOneCode(
  { workspaceId }: Scope,
  { name, digits, ...found }: Found & { name: string; digits: string },
): Promise<string> {
  const listed = {
    ...{ name, digits, validType: 3, pictureUrl: '', lockIds: ['A01'], usable: true },
    ...{ from: { date: '2026-01-01', time: '00:00:00' }, to: { date: '2036-01-01', time: '00:00:00' } },
  };
  await keepDoorcodes(workspaceId, [{ ...found, value: [listed] }]);
  const { id } = await getDb()
    .selectFrom('doorcode')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return id;
}

async function requestOne(scope: Scope, { gid, channel }: ScopeChannel, mark: string): Promise<string> {
  const batch = randomUUID();
  await getDb()
    .insertInto('doorcode_request')
    .values({
      ...{ workspace_id: scope.workspaceId, batch, gid, channel, name: `${mark}-asked`, lock_ids: '["A01"]' },
      ...{ from_wall: '2026-01-01 00:00:00', to_wall: '2036-01-01 00:00:00', to_at: new Date('2036-01-01') },
      ...{ state: 'failed', code: null, sealed_picture: null, doorcode_id: null, known_before: 'null' },
      ...{ session_id: scope.sessionId, actor: scope.actor, sent_at: null, read_at: null, next_try_at: null },
    })
    .execute();
  return batch;
}

async function storeMarkedFile(
  scope: Scope,
  { mark, filter }: { mark: string; filter: string },
): Promise<string> {
  const { id } = await getDb()
    .insertInto('export_file')
    .values({
      ...newFile({
        ...{ workspace_id: scope.workspaceId, schedule_id: null, due_at: null, format: 'csv' },
        ...{ name: `${mark}-file.csv`, query: filter, filter: '{}', locale: 'en', intent_seq: null },
        ...{ actor: scope.actor, account: scope.account, role: scope.role },
        buildings: await exportedBuildings(scope, readFilterAddress(filter)),
      }),
      ...{ state: 'done', rows: 1, bytes: 1, manifest: `{"of":"${mark}"}`, kept: true },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await getDb()
    .insertInto('export_chunk')
    .values({ export_id: id, position: 0, bytes: Buffer.from(mark) })
    .execute();
  return id;
}

async function storeSchedule(
  scope: Scope,
  { mark, filter }: { mark: string; filter: string },
): Promise<string> {
  const { id } = await done(saveSchedule, scope, {
    ...{ id: '', name: `${mark}-schedule`, view: '', query: filter, covers: 'all', format: 'csv' },
    ...{ locale: 'en', every: 'day', weekday: 1, monthDay: 1, hour: 3, zone: 'UTC', keepFiles: 3 },
  });
  return id;
}
