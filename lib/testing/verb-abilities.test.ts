import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Verb } from '@/lib/abilities/verb';
import type { Scope } from '@/lib/auth/scope';
import { findScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { useDatabase } from './database';
import type { Marked } from './marked-desk';
import { type Can, useMarkedDesk } from './marked-members';
import { useSimulator } from './simulator';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
const { simulator } = useSimulator();
const desk = useMarkedDesk(simulator);
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.

type Row = {
  input: (room: Marked) => unknown;
  may: (can: Can) => boolean;
  /** For what belongs to the workspace or the person as a whole, and to no building. */
  everyone?: true;
  /** Also for a person who may do it: the thing of the test is not there, or is another person's. */
  always?: 'not-found';
};

const at = ({ gid, channel }: Marked) => ({ gid, channel });
const one = (id: string) => ({ selection: { all: false, ids: [id] }, expected: 1 });
const bulk = (id: string) => ({ ...one(id), requestKey: crypto.randomUUID() });
const registers = (can: Can) => can('registers');
const masters = (can: Can) => can('masters');
const doorcodes = (can: Can) => can('doorcodes');
const settings = (can: Can) => can('settings');
const viewsOfOthers = (can: Can) => can('events-of-today') && can('settings');
const exportsOfOthers = (can: Can) => can('export') && can('events-of-today') && can('settings');
const connections = (can: Can) => can('connections');
const members = (can: Can) => can('members');
const anyone = () => true;
const given = { workspace: ['approve'], everywhere: [], buildings: [] };
const look = { columns: null, density: null };
const unknownId = '00000000-0000-4000-8000-000000000000';
const texts = { address: '', notes: '' };
const doorTexts = { name: '', place: '', note: '' };
const person = { email: '', phone: '', movedIn: null, movedOut: null, note: '' };
const key = {
  ...{ kind: 'card', number: '', label: 'Spare', holder: 'Anna', personId: '', state: 'handed-out' },
  ...{ handedOn: '2026-02-01', endedOn: null, deposit: '', currency: 'CNY', note: '' },
};
const schedule = {
  ...{ id: '', name: 'Daily', view: '', covers: 'all', format: 'csv', locale: 'en', every: 'day' },
  ...{ weekday: 1, monthDay: 1, hour: 3, zone: 'UTC', keepFiles: 3 },
};
const phone = {
  name: 'Phone',
  pushType: 1,
  phone: 'ios',
  appKey: 'key',
  appToken: 'token',
  popupActivity: '',
};
const doors = (room: Marked) => [at(room)];

const table: Record<string, Row> = {
  createView: {
    input: ({ building }) => ({
      page: 'events',
      name: 'New',
      query: new URLSearchParams({ building }).toString(),
      ...look,
    }),
    may: anyone,
    everyone: true,
  },
  renameView: {
    input: ({ view }) => ({ id: view.id, revision: view.revision, name: 'Renamed' }),
    may: viewsOfOthers,
  },
  overwriteView: {
    input: ({ view }) => ({ id: view.id, revision: view.revision, query: '', ...look }),
    may: viewsOfOthers,
  },
  removeView: { input: ({ view }) => ({ id: view.id }), may: viewsOfOthers },
  restoreView: {
    input: () => ({ id: crypto.randomUUID(), page: 'events', name: 'Back', query: '', ...look }),
    may: anyone,
    everyone: true,
  },
  revealFixedPassword: { input: at, may: (can) => can('reveal') },
  cancelJob: { input: ({ job }) => ({ jobId: job }), may: masters },
  pauseJob: { input: ({ job }) => ({ jobId: job }), may: masters },
  resumeJob: { input: ({ job }) => ({ jobId: job }), may: masters },
  retryJob: { input: ({ job }) => ({ jobId: job, requestKey: crypto.randomUUID() }), may: masters },
  saveBuildingDetails: { input: ({ building }) => ({ building, ...texts, was: texts }), may: registers },
  chooseZone: {
    input: ({ building }) => ({ building, zone: 'Europe/Berlin' }),
    may: (can) => can('registers') && (can('events') || !can('events-of-today') || can('settings')),
  },
  saveDoorDetails: { input: ({ gid }) => ({ gid, ...doorTexts, was: doorTexts }), may: registers },
  importPeople: {
    input: () => ({
      file: new File(['Name\nAnna\n'], 'people.csv'),
      ...{ digest: 'x'.repeat(43), without: '', expected: 1 },
    }),
    may: registers,
    everyone: true,
  },
  createKey: { input: ({ roomKey }) => ({ ...key, roomKey }), may: registers },
  updateKey: {
    input: ({ key: { id, revision }, roomKey }) => ({ ...key, id, revision, roomKey }),
    may: registers,
  },
  returnKeys: { input: ({ key: { id } }) => ({ ...one(id), day: '2026-03-01' }), may: registers },
  reportKeysLost: { input: ({ key: { id } }) => ({ ...one(id), day: '2026-03-01' }), may: registers },
  undoEndKeys: { input: () => ({ batch: unknownId }), may: registers, everyone: true },
  removeKeys: { input: ({ key: { id } }) => one(id), may: registers },
  restoreKeys: { input: () => ({ batch: unknownId }), may: registers, everyone: true },
  createPerson: { input: ({ roomKey }) => ({ ...person, name: 'Anna', roomKey }), may: registers },
  updatePerson: {
    input: ({ person: { id, revision }, roomKey }) => ({ ...person, name: 'Anna', id, revision, roomKey }),
    may: registers,
  },
  removePeople: { input: ({ person: { id } }) => one(id), may: registers },
  restorePeople: { input: () => ({ batch: unknownId }), may: registers, everyone: true },
  moveOut: { input: ({ person: { id } }) => ({ ...one(id), day: '2026-03-01' }), may: registers },
  undoMoveOut: { input: () => ({ batch: unknownId }), may: registers, everyone: true },
  connectAccount: { input: connectionOf, may: connections, everyone: true },
  pauseConnection: { input: connectionOf, may: connections, everyone: true },
  resumeConnection: { input: connectionOf, may: connections, everyone: true },
  removeConnection: { input: connectionOf, may: connections, everyone: true },
  addConnection: {
    input: () => ({ account: 'second@desk.example', role: 'landlord', password: 'x' }),
    may: connections,
    everyone: true,
  },
  giveConnectionPassword: {
    input: () => ({ ...connectionOf(), password: 'x' }),
    may: connections,
    everyone: true,
  },
  saveSchedule: {
    input: ({ gid }) => ({ ...schedule, query: new URLSearchParams({ door: gid }).toString() }),
    may: (can) => can('export') && can('events-of-today'),
  },
  pauseSchedule: {
    input: ({ schedule: id }) => ({ id, paused: true }),
    may: exportsOfOthers,
  },
  deleteSchedule: {
    input: ({ schedule: id }) => ({ id }),
    may: exportsOfOthers,
  },
  deleteFile: { input: ({ file }) => ({ id: file }), may: exportsOfOthers },
  uploadPicture: { input: () => ({ picture: new File(['x'], 'x.png') }), may: connections, everyone: true },
  addPhone: { input: () => phone, may: connections, everyone: true },
  removePhone: { input: () => ({ id: unknownId }), may: connections, always: 'not-found' },
  sendPhones: { input: () => ({}), may: connections, everyone: true },
  assignMaster: { input: (room) => ({ doors: doors(room), master: 'new@example.test' }), may: masters },
  replaceMaster: { input: (room) => ({ doors: doors(room), master: 'new@example.test' }), may: masters },
  removeMaster: { input: (room) => ({ doors: doors(room) }), may: masters },
  startMastersJob: {
    input: ({ roomKey }) => ({ action: 'remove', ...bulk(roomKey) }),
    may: masters,
  },
  addShare: { input: (room) => ({ doors: doors(room), subMaster: 'new@example.test' }), may: masters },
  removeShare: { input: (room) => ({ doors: doors(room), subMaster: room.share }), may: masters },
  startSharesJob: { input: () => bulk('no such share'), may: masters, everyone: true },
  issueDoorcodes: {
    input: (room) => ({
      ...{ batch: crypto.randomUUID(), name: 'New', from: '2026-12-01T10:00', to: '2026-12-01T12:00' },
      targets: [{ ...at(room), lockIds: room.locks }],
    }),
    may: doorcodes,
  },
  sendDoorcode: { input: () => ({ requestId: unknownId }), may: doorcodes, always: 'not-found' },
  retryDoorcodes: { input: ({ batch }) => ({ batch }), may: doorcodes },
  revokeDoorcode: { input: ({ code }) => ({ id: code }), may: doorcodes },
  startDoorcodesJob: { input: ({ code }) => bulk(code), may: doorcodes },
  setRule: { input: ({ building }) => ({ building, mode: 'delete', days: 30 }), may: settings },
  keepAll: { input: ({ building }) => ({ building }), may: settings },
  saveHold: {
    input: ({ building }) => ({
      ...{ id: null, building, everywhere: false, name: 'Hold', reason: 'Case', from: '2026-01-01', to: '' },
    }),
    may: settings,
  },
  removeHold: { input: ({ building }) => ({ id: unknownId, building }), may: settings },
  inviteMember: {
    input: () => ({ name: 'New', email: '', grants: given }),
    may: members,
    everyone: true,
  },
  changeMember: { input: () => ({ id: unknownId, grants: given }), may: members, always: 'not-found' },
  removeMember: { input: () => ({ id: unknownId }), may: members, always: 'not-found' },
  revokeInvitation: { input: () => ({ id: unknownId }), may: members, everyone: true },
  revokeRecoveryLink: { input: () => ({ id: unknownId }), may: members, always: 'not-found' },
  makeRecoveryLink: { input: () => ({ id: unknownId }), may: members, always: 'not-found' },
  changeWorkspaceSettings: { input: () => ({ approvalAbove: 20 }), may: members, everyone: true },
  viewAsMember: { input: () => ({ id: unknownId }), may: members, always: 'not-found' },
  endViewAs: { input: () => ({}), may: anyone, everyone: true },
  switchWorkspace: { input: () => ({ workspaceId: unknownId }), may: anyone, always: 'not-found' },
  approveRequest: { input: () => ({ id: unknownId }), may: anyone, always: 'not-found' },
  refuseRequest: { input: () => ({ id: unknownId, reason: 'No' }), may: anyone, always: 'not-found' },
  withdrawRequest: { input: () => ({ id: unknownId }), may: anyone, always: 'not-found' },
  // A member has no vendor password.
  confirmPassword: { input: () => ({ password: 'x' }), may: () => false, everyone: true },
  endSession: { input: () => ({ id: unknownId }), may: anyone, always: 'not-found' },
  endOtherSessions: { input: () => ({}), may: anyone, everyone: true },
  dismissAccountNotices: {
    input: () => ({ ids: [unknownId], seenAt: '2026-01-01T00:00:00Z' }),
    may: anyone,
    everyone: true,
  },
};

/** A person's own ways to sign in. They are about no building, and `lib/members` tests them. */
const ownSignIn = [
  ...['addPasskey', 'becomeOwner', 'beginLink', 'beginOwner', 'beginPasskey', 'beginTotp', 'confirmMember'],
  ...[
    'join',
    'keepOneWay',
    'removeIdentity',
    'removePasskey',
    'removePassword',
    'renamePasskey',
    'replaceRecoveryCodes',
  ],
  'setPassword',
];

let connectionId = '';
function connectionOf() {
  return { id: connectionId };
}

type AnyVerb = Verb<never, unknown>;

async function everyVerb(): Promise<Map<string, AnyVerb>> {
  const verbs = new Map<string, AnyVerb>();
  for (const file of globSync('lib/**/verbs.ts')) {
    const module: Record<string, unknown> = await import(path.resolve(file));
    // Public verbs are for visitors, and have no scope to refuse.
    for (const [name, value] of Object.entries(module))
      if (typeof value === 'function' && 'refuse' in value) verbs.set(name, value as AnyVerb);
  }
  return verbs;
}

test('names every verb', async () => {
  expect([...(await everyVerb()).keys()].sort()).toEqual([...Object.keys(table), ...ownSignIn].sort());
});

const rooms = ['own', 'other', 'foreign'] as const;

describe.each(Object.entries(table))('%s', (name, { input, may, everyone, always }) => {
  test.each(rooms)('of the room that is %s', async (which) => {
    const verb = (await everyVerb()).get(name);
    if (!verb) throw new Error(`no verb ${name}`);
    const { members, own, other, foreign } = desk();
    const room = { own, other, foreign }[which];
    connectionId = await ownConnection(members[0]?.scope);
    for (const member of members) {
      const isSeen = everyone || which === 'own' || (which === 'other' && member.reach === 'everywhere');
      const who = `${member.name} ${member.reach}`;
      const answer = await member.as(async () => {
        const scope = await findScope();
        if (!scope) throw new Error('the session lives');
        const call = { ctx: { scope }, input: input(room) };
        // What would be done is only asked about, so that the next person finds the same.
        if (isSeen && may(member.can)) return verb.refuse(call);
        const result = await verb(call);
        return result.ok ? 'done' : result.code;
      });
      if (!may(member.can)) expect(['not-allowed', 'not-found'], `${who}: ${answer}`).toContain(answer);
      else if (always || !isSeen) expect(answer, who).toBe('not-found');
      else expect(answer, who).toBeNull();
    }
  });
});

async function ownConnection(scope: Scope | undefined): Promise<string> {
  const { id } = await getDb()
    .selectFrom('connection')
    .select('id')
    .where('workspace_id', '=', scope?.workspaceId ?? '')
    .executeTakeFirstOrThrow();
  return id;
}
