import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import type { Marked } from '@/lib/testing/marked-desk';
import { type Can, type Tested, useMarkedDesk } from '@/lib/testing/marked-members';
import { useSimulator } from '@/lib/testing/simulator';

// Both belong to Next, whose server does not run here.
vi.mock('next/headers', async () => (await import('@/lib/testing/next-request')).nextHeaders);
vi.mock('next-intl/server', async () => (await import('@/lib/testing/next-request')).nextIntlServer);

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
const { simulator } = useSimulator();
const desk = useMarkedDesk(simulator);
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.

type Asked = {
  query?: Record<string, string>;
  params?: Record<string, string>;
  body?: unknown;
  form?: FormData;
};
type Row = {
  /** What to ask about a room. A handler that asks about all rooms is asked without one. */
  ask?: (room: Marked) => Asked;
  /** Whether the person may use it at all. Default: everyone. */
  may?: (can: Can) => boolean;
  /** Without it: what the answer is about is not found, because no room of it is. */
  refusal?: 'not-allowed' | 'not-found';
  /** What a person who may use it gets for a room that they do not see: no such thing, or nothing. Default: `not-found`. */
  hidden?: 'not-found' | 'nothing';
  /** Texts of the room that the answer holds for those who may see them, and for no one else. */
  shows?: Record<string, (can: Can) => boolean>;
  method?: 'POST';
};

const masters = (can: Can) => can('people') || can('masters');
const codes = (can: Can) => can('people') || can('doorcodes');
const register = (can: Can) => can('people') || can('registers');
const events = (can: Can) => can('events-of-today');
const exporting = (can: Can) => can('export');
const inBuilding = ({ building }: Marked) => ({ query: { building } });
const asFile = (room: Marked) => ({ query: { building: room.building, format: 'json' } });
const selection = (id: string) => ({ all: false, ids: [id] });
const both =
  (...tests: ((can: Can) => boolean)[]) =>
  (can: Can) =>
    tests.every((one) => one(can));

const table: Record<string, Row> = {
  'archive GET': { ask: ({ gid }) => ({ query: { door: gid } }), may: events, refusal: 'not-allowed' },
  'approvals/stream GET': { hidden: 'nothing' },
  'session/stream GET': { hidden: 'nothing' },
  'audit GET': { hidden: 'nothing', shows: { '-audit': register, '-person': register } },
  'audit/export GET': {
    ask: () => ({ query: { format: 'json' } }),
    may: exporting,
    hidden: 'nothing',
    shows: { '-audit': both(exporting, register) },
  },
  'buildings GET': { hidden: 'nothing', shows: { '-address': () => true } },
  'buildings/export GET': {
    ask: () => ({ query: { format: 'json' } }),
    may: exporting,
    hidden: 'nothing',
    shows: { '-address': () => true },
  },
  'doorcodes/batches/[batch] GET': {
    ask: ({ batch }) => ({ params: { batch } }),
    may: codes,
    refusal: 'not-found',
    shows: { '-asked': codes },
  },
  'doorcodes GET': {
    ask: inBuilding,
    hidden: 'nothing',
    shows: { '-code': codes, digits: (can) => can('doorcodes') },
  },
  'doorcodes POST': {
    ask: ({ code }) => ({ body: { ids: [code] } }),
    hidden: 'nothing',
    shows: { '-code': codes, digits: (can) => can('doorcodes') },
  },
  'doorcodes/text POST': {
    ask: ({ code }) => ({ body: { ids: [code], language: 'en' } }),
    may: (can) => can('doorcodes'),
    hidden: 'nothing',
    shows: { digits: (can) => can('doorcodes') },
  },
  'doubt GET': { hidden: 'nothing' },
  'events GET': { ask: ({ gid }) => ({ query: { door: gid } }), may: events },
  'events/export GET': {
    ask: ({ gid }) => ({ query: { door: gid, format: 'json' } }),
    may: both(exporting, events),
  },
  'events/facets GET': { ask: ({ roomKey }) => ({ query: { room: roomKey } }), may: events },
  'events/health GET': { hidden: 'nothing', may: events, shows: { '-door': events } },
  'events/health/export GET': {
    ask: () => ({ query: { format: 'json' } }),
    hidden: 'nothing',
    may: both(exporting, events),
    shows: { '-door': both(exporting, events) },
  },
  'events/histogram GET': { ask: ({ gid }) => ({ query: { door: gid } }), may: events },
  'events/newer GET': { ask: ({ gid }) => ({ query: { door: gid, refresh: '1' } }), may: events },
  'events/stream GET': { ask: ({ gid }) => ({ query: { door: gid } }), may: events },
  'exports GET': {
    may: exporting,
    hidden: 'nothing',
    shows: { '-file': both(exporting, (can) => can('events')) },
  },
  'exports/[id]/file GET': {
    ask: ({ file }) => ({ params: { id: file } }),
    may: (can) => can('export'),
    shows: { '': both(exporting, (can) => can('events')) },
  },
  'exports/[id]/manifest GET': {
    ask: ({ file }) => ({ params: { id: file } }),
    may: (can) => can('export'),
    shows: { '': both(exporting, (can) => can('events')) },
  },
  'identity GET': { hidden: 'nothing' },
  // No issuer is set up.
  'identity/oidc POST': { ask: () => ({ body: { back: '/' } }), may: () => false, refusal: 'not-allowed' },
  'jobs GET': { hidden: 'nothing', shows: { '-master': masters } },
  'jobs/[id] GET': { ask: ({ job }) => ({ params: { id: job } }), may: masters, refusal: 'not-found' },
  'jobs/[id]/stream GET': { ask: ({ job }) => ({ params: { id: job } }), may: masters, refusal: 'not-found' },
  'jobs/export GET': {
    ask: ({ job }) => ({ query: { job, format: 'json' } }),
    may: both(exporting, masters),
  },
  'jobs/import POST': { ask: failuresOf, hidden: 'nothing' },
  'jobs/preview POST': {
    ask: ({ roomKey }) => ({
      body: { of: 'masters', input: { action: 'remove', selection: selection(roomKey) } },
    }),
    may: masters,
    shows: { '-master': masters },
  },
  'keys GET': { ask: inBuilding, may: register, hidden: 'nothing', shows: { '-card': register } },
  'keys POST': {
    ask: ({ key }) => ({ body: { ids: [key.id] } }),
    may: register,
    hidden: 'nothing',
    shows: { '-card': register },
  },
  'keys/export GET': {
    ask: asFile,
    may: both(exporting, register),
    hidden: 'nothing',
    shows: { '-card': both(exporting, register) },
  },
  'keys/selection POST': {
    ask: ({ key }) => ({ body: { selection: selection(key.id) } }),
    may: register,
    hidden: 'nothing',
  },
  'masters GET': { ask: inBuilding, hidden: 'nothing', shows: { '-master': masters } },
  'masters POST': {
    ask: ({ roomKey }) => ({ body: { ids: [roomKey] } }),
    hidden: 'nothing',
    shows: { '-master': masters },
  },
  'masters/export GET': { ask: asFile, may: exporting, hidden: 'nothing', shows: { '-master': masters } },
  'palette GET': {
    ask: ({ mark }) => ({ query: { q: mark } }),
    hidden: 'nothing',
    shows: { '-person': register, '-code': codes, '-master': masters, '-view': events },
  },
  'people GET': { ask: inBuilding, may: register, hidden: 'nothing', shows: { '-person': register } },
  'people POST': {
    ask: ({ person }) => ({ body: { ids: [person.id] } }),
    may: register,
    hidden: 'nothing',
    shows: { '-person': register },
  },
  'people/export GET': {
    ask: asFile,
    may: both(exporting, register),
    hidden: 'nothing',
    shows: { '-person': both(exporting, register) },
  },
  'people/import POST': { ask: importOf, may: (can) => can('registers'), hidden: 'nothing' },
  'people/import/rejected POST': { ask: rejectedOf, may: (can) => can('registers'), hidden: 'nothing' },
  'people/selection POST': {
    ask: ({ person }) => ({ body: { selection: selection(person.id) } }),
    may: register,
    hidden: 'nothing',
  },
  'people/template GET': { may: (can) => can('registers'), hidden: 'nothing' },
  'pictures/doorcode/[id] GET': {
    ask: ({ code }) => ({ params: { id: code } }),
    // The code of the test has no picture.
    may: () => false,
  },
  'pictures/profile GET': { may: () => false, refusal: 'not-found' },
  'readings/room GET': {
    ask: ({ gid, channel }) => ({ query: { gid, channel: String(channel), what: 'facts' } }),
  },
  'readings GET': { hidden: 'nothing' },
  'readings/stream GET': { ask: inBuilding },
  'retention/preview GET': {
    ask: ({ building }) => ({ query: { building: `~${building}`.slice(1), mode: 'delete', days: '30' } }),
    may: (can) => can('settings'),
  },
  'rooms GET': {
    ask: inBuilding,
    hidden: 'nothing',
    shows: { '-master': masters, '-share': masters, '-door': () => true },
  },
  'rooms POST': {
    ask: ({ roomKey }) => ({ body: { ids: [roomKey] } }),
    hidden: 'nothing',
    shows: { '-master': masters },
  },
  'rooms/export GET': { ask: asFile, may: exporting, hidden: 'nothing', shows: { '-master': masters } },
  'rooms/ids GET': { ask: inBuilding, hidden: 'nothing', shows: { room: () => true } },
  'shares GET': { ask: inBuilding, hidden: 'nothing', shows: { '-share': masters } },
  'shares POST': { ask: () => ({ body: { ids: ['none'] } }), hidden: 'nothing' },
  'shares/export GET': { ask: asFile, may: exporting, hidden: 'nothing', shows: { '-share': masters } },
  'shares/rooms GET': { hidden: 'nothing', shows: { room: (can) => can('masters') } },
  'views GET': { hidden: 'nothing', shows: { '-view': events } },
};

/** Each opens without a session, and tells nothing of a workspace. */
const open = [
  '[...missing]',
  'auth/[...nextauth]',
  'csp-report',
  'health',
  'metrics',
  'ready',
  'security',
  'sign-in',
];

/**
 * Refused before it is known what they show: the first asks who the person is, the second needs a site with HTTPS and is about
 * the person's own passkeys.
 */
const refusedHere = ['doorcodes/export GET', 'identity/passkey POST'];

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const routes = globSync('app/api/**/route.ts')
  .map((file) => path.dirname(path.relative('app/api', file)))
  .filter((route) => !open.includes(route));

async function handlersOf(route: string): Promise<Record<string, Handler>> {
  const module: Record<string, unknown> = await import(path.resolve('app/api', route, 'route.ts'));
  // Next calls them with these arguments.
  return Object.fromEntries(Object.entries(module).filter(([name]) => /^[A-Z]+$/.test(name))) as Record<
    string,
    Handler
  >;
}

test('names every handler', async () => {
  const found: string[] = [];
  for (const route of routes)
    for (const method of Object.keys(await handlersOf(route))) found.push(`${route} ${method}`);
  expect(found.sort()).toEqual([...Object.keys(table), ...refusedHere].sort());
});

const rooms = ['own', 'other', 'foreign'] as const;

describe.each(Object.entries(table))('%s', (name, row) => {
  test.each(rooms)('about the room that is %s', async (which) => {
    const { members, own, other, foreign } = desk();
    const room = { own, other, foreign }[which];
    for (const member of members) {
      const answer = await askAs(member, name, row.ask?.(room) ?? {});
      const found = `${member.name} ${member.reach}: ${answer.status} ${answer.text.slice(0, 300)}`;
      const seen = [own, ...(member.reach === 'everywhere' ? [other] : [])];
      for (const hidden of [own, other, foreign].filter((one) => !seen.includes(one)))
        for (const text of secretsOf(hidden)) expect(answer.text, found).not.toContain(text);
      const mayUse = row.may?.(member.can) ?? true;
      const isSeen = row.ask === undefined || seen.includes(room);
      const shown = Object.entries(row.shows ?? {});
      if (!mayUse) {
        expect([403, 404, 415], found).toContain(answer.status);
        if (row.refusal) expect(answer.text, found).toContain(row.refusal);
      } else if (!isSeen && row.hidden !== 'nothing') {
        expect([answer.status, answer.text], found).toEqual([404, '{"error":"not-found"}']);
      } else if (shown.some(([text, test]) => text === '' && !test(member.can))) {
        expect(answer.status, found).toBe(404);
      } else {
        expect(answer.status, found).toBe(200);
        if (!isSeen) continue;
        for (const [text, test] of shown)
          expect(answer.text.includes(textOf(own, text)), `${text || 'mark'}; ${found}`).toBe(
            test(member.can) && (which === 'own' || row.ask === undefined || answer.text.includes(own.mark)),
          );
      }
    }
  });
});

function textOf(room: Marked, text: string): string {
  if (text === 'digits') return room.digits;
  return text === 'room' ? room.roomKey : `${room.mark}${text}`;
}

/** A query is sent back by none of the answers, so its own words do not count. */
function secretsOf({ mark, building, gid, roomKey, digits, code, job, file, batch }: Marked): string[] {
  return mark === 'foreignmark'
    ? [mark, digits, code, job, file, batch]
    : [mark, building, gid, roomKey, digits, code, job, file, batch];
}

async function askAs(
  member: Tested,
  name: string,
  { query = {}, params = {}, body, form }: Asked,
): Promise<{ status: number; text: string }> {
  const [route = '', method = 'GET'] = name.split(' ');
  const handler = (await handlersOf(route))[method];
  if (!handler) throw new Error(`no handler ${name}`);
  const ended = new AbortController();
  const sent = form && new Response(form);
  const bytes = sent && (await sent.arrayBuffer());
  const request = new Request(`http://doordesk.test/api/${route}?${new URLSearchParams(query)}`, {
    method,
    signal: ended.signal,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(bytes
      ? {
          body: bytes,
          headers: {
            'content-type': sent.headers.get('content-type') ?? '',
            'content-length': String(bytes.byteLength),
          },
        }
      : {}),
  });
  return member.as(async () => {
    const response = await handler(request, { params: Promise.resolve(params) });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    const text = isStream ? await firstOf(response) : await response.text();
    ended.abort();
    return { status: response.status, text };
  });
}

async function firstOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return Buffer.from(value ?? []).toString('utf8');
}

function failuresOf({ gid, channel, master }: Marked): Asked {
  const form = new FormData();
  const text = `kind,door,channel,account\nassign-masters,${gid},${channel},${master}\n`;
  form.set('file', new File([text], 'failures.csv', { type: 'text/csv' }));
  return { form };
}

function importOf({ building, roomKey, mark }: Marked): Asked {
  const form = new FormData();
  const text = `Name,Building,Room\n${mark.length} New,${building.length},${roomKey.length}\n`;
  form.set('file', new File([text], 'people.csv', { type: 'text/csv' }));
  return { form };
}

function rejectedOf(room: Marked): Asked {
  const { form } = importOf(room);
  form?.set('format', 'csv');
  return form ? { form } : {};
}
