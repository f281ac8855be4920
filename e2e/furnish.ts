import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Room } from '@/lib/simulator/world/model';
import type { Desk } from '@/lib/testing/desk';
import { addLink } from './pages/invitations';
import { actionData, listActions, postAction } from './server-actions';
import type { Visitor } from './visitor';

export type Furnished = {
  /** For each address with brackets, one that exists for this person. */
  known: Record<string, string>;
  room: Room;
};

const rows = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row) });

/** Makes one of everything that a page is about, so every address leads to something. */
export async function furnish(desk: Desk, visitor: Visitor): Promise<Furnished> {
  const room = desk.simulator.cloud.world
    .rooms()
    .find(({ label, master, door }) => label !== '' && master !== null && door.locks.length > 0);
  if (!room) throw new Error('the made-up world has no room with a master');
  const { gid } = room.door;
  const { channel } = room;
  const at = new URLSearchParams({ gid, channel: String(channel), what: 'facts', anyway: '1' });
  await visitor.read(`/api/readings/room?${at}`);

  const batch = await issueDoorcode(visitor, room);
  const codes = await readRows(visitor, '/api/doorcodes', z.object({ id: z.string(), name: z.string() }));
  const code = codes.find(({ name }) => name === 'Plumber');

  const masters = await readRows(
    visitor,
    '/api/masters',
    z.object({ roomKey: z.string(), state: z.string(), doors: z.array(z.unknown()) }),
  );
  const flat = masters.find(({ state }) => state === 'assigned');
  if (!code || !flat) throw new Error('what was issued or read is not on the lists');
  const { jobId } = await run(visitor, 'startMastersJobAction', z.object({ jobId: z.string() }), {
    action: 'replace',
    master: desk.simulator.accounts.lodger.account,
    selection: { all: false, ids: [flat.roomKey] },
    requestKey: randomUUID(),
    expected: flat.doors.length,
  });
  const exported = await visitor.read('/api/events/export?format=csv');
  const exportId = /\/api\/exports\/([0-9a-f-]{36})\/manifest/.exec(
    (await visitor.read('/exports')).text,
  )?.[1];
  if (!exportId || exported.text === '') throw new Error('what was exported is not on the list');
  const { account } = desk.simulator.accounts.manager;
  const invitation = await addLink(desk, { account, name: 'Eve' });
  return {
    room,
    known: {
      '/[...missing]': '/nothing/here',
      '/invite/[token]': `/invite/${invitation}`,
      '/buildings/[building]': `/buildings/${encodeURIComponent(room.door.building)}`,
      '/rooms/[gid]/[channel]': `/rooms/${gid}/${channel}`,
      '/doorcodes/[id]': `/doorcodes/${code.id}`,
      '/doorcodes/issued/[batch]': `/doorcodes/issued/${batch}`,
      '/jobs/[id]': `/jobs/${jobId}`,
      '/api/doorcodes/batches/[batch]': `/api/doorcodes/batches/${batch}`,
      '/api/jobs/[id]': `/api/jobs/${jobId}`,
      '/api/jobs/[id]/stream': `/api/jobs/${jobId}/stream`,
      '/api/pictures/doorcode/[id]': `/api/pictures/doorcode/${code.id}`,
      '/api/exports/[id]/manifest': `/api/exports/${exportId}/manifest`,
      '/api/exports/[id]/file': `/api/exports/${exportId}/file`,
      '/api/[...missing]': '/api/nothing/here',
      '/api/auth/[...nextauth]': '/api/auth/session',
    },
  };
}

/** Makes a doorcode for tomorrow, and returns its batch. */
export async function issueDoorcode(visitor: Visitor, { door, channel }: Room): Promise<string> {
  const { batch } = await run(visitor, 'issueDoorcodesAction', z.object({ batch: z.string() }), {
    batch: randomUUID(),
    name: 'Plumber',
    from: day(1),
    to: day(2),
    targets: [{ gid: door.gid, channel, lockIds: door.locks.map((lock) => lock.id) }],
  });
  return batch;
}

/** Calls a server action by its name, as a page of ours does. `at`: a page that this visitor may open. */
export async function run<T>(
  visitor: Visitor,
  name: string,
  schema: z.ZodType<T>,
  input: unknown,
  at = '/',
): Promise<T> {
  const action = listActions().find((one) => one.name === name);
  if (!action) throw new Error(`the build has no action called ${name}`);
  return actionData(schema, await postAction(visitor, action, input, { [action.page]: at }));
}

/** The rows of a list, as its page reads them. */
export async function readRows<T extends z.ZodType>(
  visitor: Visitor,
  path: string,
  row: T,
): Promise<z.output<T>[]> {
  const { text } = await visitor.read(path);
  return rows(row).parse(JSON.parse(text)).rows;
}

/** Noon, `ahead` days from now, as a form sends it. */
function day(ahead: number): string {
  return `${new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)}T12:00`;
}
