import { type Finding, isTest, type Source } from './source';

type Line = { name: string; rooms: readonly string[]; holds: string };

/**
 * The rooms of `lib`, lowest line first. A room imports from its own line and from earlier lines. A name with an
 * extension is a loose file. ARCHITECTURE.md shows this as a table.
 */
export const lines: readonly Line[] = [
  { name: 'vendor', rooms: ['doordeer', 'simulator'], holds: 'the cloud’s client and its stand-in' },
  {
    name: 'ground',
    rooms: [
      'db',
      'text',
      'i18n',
      'table',
      'env.ts',
      'errors.ts',
      'log.ts',
      'metrics.ts',
      'process-slot.ts',
      'wait-for-requests.ts',
      'shutdown.ts',
      'sweep.ts',
      'vault.ts',
    ],
    holds: 'what all others use',
  },
  {
    name: 'who',
    rooms: ['devices', 'audit', 'auth', 'abilities', 'http', 'connections'],
    holds: 'who asks, what they may do, what is recorded',
  },
  { name: 'facts', rooms: ['places', 'readings', 'archive'], holds: 'what is known of doors and rooms' },
  { name: 'work', rooms: ['changes', 'jobs', 'views', 'files'], holds: 'one change, long work, files' },
  {
    name: 'resources',
    rooms: ['registers', 'masters', 'shares', 'doorcodes', 'rooms', 'buildings'],
    holds: 'what the pages are about',
  },
  { name: 'above', rooms: ['bulk', 'members', 'desk'], holds: 'what needs several resources' },
  { name: 'tools', rooms: ['cli', 'testing'], holds: 'programs and tests' },
];

const mostRooms = 30;
const mostTurned = 4;

/** Places where a lower room calls an upper one through a hook, so that no import points up. Each has its reason. */
export const turnedArrows: readonly { file: string; why: string }[] = [
  {
    file: 'lib/simulator/cloud/cloud.ts',
    why: 'the journal repeats changes through the control routes, which are above the cloud that writes to it',
  },
  {
    file: 'lib/shutdown.ts',
    why: 'each room registers what it does when the process ends; the program that ends it knows no room',
  },
];

const lineOf = new Map(lines.flatMap(({ rooms }, index) => rooms.map((room) => [room, index] as const)));

function roomOf(name: string): string | null {
  if (!name.startsWith('lib/') || isTest(name)) return null;
  return name.split('/')[1] ?? null;
}

export function checkRooms(sources: Source[]): Finding[] {
  const findings: Finding[] = [];
  const folders = new Set<string>();
  for (const { name, imports } of sources) {
    const room = roomOf(name);
    if (room === null) continue;
    if (name.split('/').length > 2) folders.add(room);
    const line = lineOf.get(room);
    if (line === undefined) {
      findings.push({
        file: name,
        what: `is in the room "${room}", which lib/cli/structure/rooms.ts does not name`,
      });
      continue;
    }
    for (const { ours, target } of imports) {
      const to = ours ? lineOf.get(roomOf(target) ?? '') : undefined;
      if (to === undefined || to <= line) continue;
      const [own, other] = [lines[line]?.name, lines[to]?.name];
      findings.push({
        file: name,
        what: `imports ${target}, a room of "${other}": "${own}" stands below it`,
      });
    }
  }
  if (folders.size > mostRooms)
    findings.push({ file: 'lib', what: `has ${folders.size} rooms; the limit is ${mostRooms}` });
  return findings;
}

export function checkTurnedArrows(sources: Source[]): Finding[] {
  const known = new Set(sources.map(({ name }) => name));
  const gone = turnedArrows.filter(({ file }) => !known.has(file));
  return [
    ...gone.map(({ file }) => ({ file, what: 'is listed as a hook and is gone' })),
    ...(turnedArrows.length > mostTurned
      ? [
          {
            file: 'lib/cli/structure/rooms.ts',
            what: `lists ${turnedArrows.length} hooks; the limit is 4`,
          },
        ]
      : []),
  ];
}

/** State on `globalThis` hides dependencies, so only one file may use it. */
export function checkSlots(sources: Source[]): Finding[] {
  return sources
    .filter(({ name, text }) => {
      if (!/^(app|components|lib)\//.test(name) || isTest(name) || name === 'lib/process-slot.ts')
        return false;
      return /Symbol\.for\((?!'nodejs\.)|\bglobalThis as\b/.test(text);
    })
    .map(({ name }) => ({ file: name, what: 'keeps state on globalThis: use lib/process-slot.ts' }));
}

const begin = '<!-- rooms: npm run structure -- --table -->';
const end = '<!-- /rooms -->';

export function roomsTable(): string {
  const rows = lines.map(({ name, rooms, holds }, index) => {
    const below = lines.slice(0, index).map((line) => line.name);
    const may = below.length === 0 ? 'nothing of ours but each other' : `${below.join(', ')}; each other`;
    const names = rooms.filter((room) => !room.endsWith('.ts')).map((room) => `\`${room}/\``);
    const files = rooms.filter((room) => room.endsWith('.ts')).map((room) => `\`${room}\``);
    return `| ${name} | ${[...names, ...files].join(' ')} | ${holds} | ${may} |`;
  });
  return [begin, '| line | rooms | holds | may import |', '|---|---|---|---|', ...rows, end].join('\n');
}

export function checkRoomsTable(document: string): Finding[] {
  return document.includes(roomsTable())
    ? []
    : [{ file: 'ARCHITECTURE.md', what: 'shows other rooms than are checked: npm run structure -- --table' }];
}
