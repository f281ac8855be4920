import { randomUUID } from 'node:crypto';
import { fillIn, listAddresses } from '../addresses';
import type { Furnished } from '../furnish';
import { listActions, postAction } from '../server-actions';
import type { Visitor } from '../visitor';
import type { Evidence } from './evidence';

export type Walk = {
  name: string;
  visitor: Visitor;
  furnished: Furnished;
  evidence: Evidence;
};

/** The ways in which a browser asks for a page: whole, payload for navigation, prefetch. */
const waysToAsk: Record<string, Record<string, string>> = {
  page: {},
  payload: { rsc: '1' },
  prefetch: { rsc: '1', 'next-router-prefetch': '1' },
  segment: { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
};

const badQuery = `?${new URLSearchParams({
  offset: '-1',
  limit: 'many',
  format: 'docx',
  sort: '"><script>',
  dir: 'up',
  q: "';--\u202e%",
  building: '=cmd()',
  state: 'none',
  gid: 'DD0000000000',
  channel: 'NaN',
  from: '2026-99-99',
  zone: 'Nowhere/Nothing',
  error: 'CredentialsSignin',
  callbackUrl: 'https://elsewhere.example/',
})}`;

/** Returns the last status of each page and way, so a crawl of error pages is not taken for a crawl of pages. */
export async function crawlPages(
  { name, visitor, furnished, evidence }: Walk,
  pages = listAddresses('page'),
): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  for (const page of pages) {
    const path = fillIn(page, furnished.known);
    for (const [way, headers] of Object.entries(waysToAsk)) {
      const status = await askAndNote({
        visitor,
        evidence,
        source: `${way} ${path} (${name})`,
        path,
        headers,
      });
      statuses.set(`${way} ${page}`, status);
    }
    await askAndNote({
      visitor,
      evidence,
      source: `page ${path}?… (${name})`,
      path: `${path}${badQuery}`,
      headers: {},
    });
  }
  return statuses;
}

/** Next redirects a request for a payload to an address with a hash of the headers. */
async function askAndNote({
  visitor,
  evidence,
  source,
  path,
  headers,
}: Pick<Walk, 'visitor' | 'evidence'> & {
  source: string;
  path: string;
  headers: Record<string, string>;
}): Promise<number> {
  let target = path;
  let status = 0;
  for (let hops = 0; hops < 4; hops++) {
    const response = await visitor.ask(target, { headers });
    await evidence.noteAnswer(source, response);
    status = response.status;
    const location = response.headers.get('location');
    if (!location) return status;
    const url = new URL(location, response.url);
    target = `${url.pathname}${url.search}`;
  }
  return status;
}

/** Asks every handler with a good question, exports, bad questions and wrong methods. */
export async function crawlHandlers(walk: Walk): Promise<void> {
  const { name, visitor, furnished, evidence } = walk;
  const { gid } = furnished.room.door;
  const good = new URLSearchParams({
    gid,
    channel: String(furnished.room.channel),
    what: 'facts',
    anyway: '1',
    building: furnished.room.door.building,
  });
  const ask = async (path: string, init?: RequestInit) =>
    evidence.noteAnswer(`handler ${init?.method ?? 'GET'} ${path} (${name})`, await visitor.ask(path, init));
  // Run several at once, because streams take a while.
  await workThrough(listAddresses('route'), async (handler) => {
    const path = fillIn(handler, furnished.known);
    await ask(path);
    await ask(`${path}?${good}`);
    await ask(`${path}${badQuery}`);
    for (const format of handler.endsWith('/export') ? ['csv', 'xlsx', 'json'] : []) {
      await ask(`${path}?${new URLSearchParams({ format })}`);
    }
    await ask(path, { method: 'OPTIONS' });
    await ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"of":' });
    await ask(path, { method: 'POST', body: anyForm() });
  });
  for (const path of [
    'csrf',
    'providers',
    'signin',
    'signin/credentials',
    'error?error=Configuration',
    'signout',
    '_log',
  ]) {
    await ask(`/api/auth/${path}`);
  }
}

export async function crawlNowhere({ name, visitor, evidence }: Walk): Promise<void> {
  const paths = [
    '/nothing-here',
    '/api/nothing-here',
    '/rooms/DD0000000000/1',
    '/rooms/%00/%ff',
    '/buildings/%E0%A4%A',
    '/doorcodes/1',
    `/doorcodes/${randomUUID()}`,
    `/jobs/${randomUUID()}`,
    `/api/jobs/${randomUUID()}/stream`,
    '/_next/static/nothing.js',
    '/_next/image?url=%2Ficon.svg&w=64&q=75',
    '/.env',
    '/.env.local',
    '/.next/server/server-reference-manifest.json',
    '/_next/server/server-reference-manifest.json',
    `/${'long/'.repeat(400)}`,
  ];
  for (const path of paths) {
    await evidence.noteAnswer(`nowhere ${path.slice(0, 60)} (${name})`, await visitor.ask(path));
  }
  const headers = { 'next-action': 'f'.repeat(42) };
  await evidence.noteAnswer(
    `nowhere an unknown action (${name})`,
    await visitor.ask('/', { method: 'POST', headers, body: '[]' }),
  );
}

/** These would end the session of the walk, or have a test of their own. */
const leftOut = new Set(['endSessionAction', 'endOtherSessionsAction']);

export type Typed = { secret: () => string; account: string };

/** Calls every server action with nonsense, and with every field that any action knows. */
export async function crawlActions(
  { name, visitor, furnished, evidence }: Walk,
  typed: Typed,
  { briefly = false }: { briefly?: boolean } = {},
): Promise<void> {
  const actions = listActions().filter((action) => !leftOut.has(action.name));
  await workThrough(actions, async (action) => {
    const inputs = briefly
      ? [anything(furnished, typed, 'ios')]
      : [
          null,
          'text',
          {},
          { gid: 7, id: 'x', password: 1, selection: { all: 'yes' } },
          anything(furnished, typed, 'ios'),
          anything(furnished, typed, '+8613812345678'),
          anyForm(),
        ];
    for (const input of inputs) {
      const answer = await postAction(visitor, action, input, furnished.known);
      await evidence.noteAnswer(`action ${action.name} (${name})`, answer);
    }
  });
}

export async function workThrough<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...list];
  const worker = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}

/** One input with the fields of all actions. What a person types as a secret is a canary. */
function anything({ room, known }: Furnished, { secret, account }: Typed, phone: string) {
  const at = { gid: room.door.gid, channel: room.channel };
  const password = secret();
  const idOf = (address: string) => known[address]?.split('/').at(-1) ?? randomUUID();
  return {
    ...at,
    id: idOf('/doorcodes/[id]'),
    jobId: idOf('/jobs/[id]'),
    batch: randomUUID(),
    requestKey: randomUUID(),
    doors: [at],
    targets: [{ ...at, lockIds: room.door.locks.map(({ id }) => id) }],
    master: 'lodger@harbor.example',
    subMaster: 'lodger@harbor.example',
    selection: { all: true, except: [], query: {} },
    expected: 1,
    action: 'remove',
    building: room.door.building,
    zone: 'Asia/Shanghai',
    account,
    by: 'email',
    email: account,
    role: 'tenant',
    language: 'en',
    password,
    repeated: password,
    phone,
    name: 'A name',
    from: '2030-01-01T09:00',
    to: '2030-01-01T12:00',
    address: 'A street',
    notes: 'Notes',
    note: 'A note',
    place: 'A place',
    pushType: 1,
    appKey: 'an.app',
    appToken: secret(),
    certificate: phone === 'ios' ? secret() : '',
    popupActivity: phone === 'ios' ? '' : 'an.activity',
    day: '2026-11-01',
    roomKey: '',
    personId: '',
    movedIn: '',
    movedOut: '',
    kind: 'card',
    number: '0042',
    label: '',
    holder: 'A holder',
    state: 'handed-out',
    handedOn: '2026-11-01',
    endedOn: '',
    deposit: '10',
    currency: 'CNY',
  };
}

/** A form whose files are not what they claim to be. */
function anyForm(): FormData {
  const form = new FormData();
  form.set('picture', new File(['no picture'], 'me.png', { type: 'image/png' }));
  form.set('file', new File(['name;room\nA person;"1'], 'people.csv', { type: 'text/csv' }));
  form.set('encoding', 'utf-8');
  form.set('digest', 'x'.repeat(43));
  form.set('without', '1,2');
  form.set('expected', '1');
  return form;
}
