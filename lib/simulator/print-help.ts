import { routes } from './control/routes';
import type { Effect } from './faults/faults';
import { defaultSettings, type Settings } from './faults/settings';
import { demoAccounts, demoPassword } from './world/demo-people';

/** One line for each setting. A new setting without a line is a type error. */
const settingsHelp: Record<keyof Settings, string> = {
  eventOrder: '"newest-first" or "oldest-first": which event is record number 1',
  pageSize: 'most records that one event or doorcode list holds',
  wholeDoor: 'false: GetAkeysHis without vir_channel_no answers 3',
  doors: 'the three above, for single doors: {"<gid>":{"pageSize":20}}',
  roomLists: 'false: GetAkeysHis gives the whole door, whatever vir_channel_no says',
  unknownRooms:
    'what GetAkeysHis answers for a vir_channel_no that is not the account\'s: "refused" (5), "nothing" (2), "door", or "like-rooms": refused with roomLists, else the door',
  wholeDoorToAll: 'false: without vir_channel_no, GetAkeysHis gives only a manager the whole door',
  firstRecord: '1 or 0: the number of the first record',
  reversedPages: 'record numbers run backwards within each page',
  repeatPages: 'every page holds the first records again',
  arrivalsPerPage: 'this many events arrive after each page that is read, so all record numbers move',
  keepRecords: 'how many events of a door the cloud keeps; null: all',
  keepDays: 'how many days the cloud keeps events; null: for ever',
  blankEvery: 'events whose second since 1970 this number divides come as null; null: none',
  arrivalRate: 'speed at which events arrive: 0 none, 1 as in the history, 60 one hour per minute',
  clockOffsetMs: "how far the cloud's clock is ahead",
  latencyMs: 'time that every call takes',
  maxAtOnce: 'calls at once; further calls get 429; null: no limit',
  retryAfterSeconds: 'Retry-After of these answers; null: without',
  requestField: 'the form field that carries the request; empty: the raw body',
  basicAuth: 'user:password for HTTP Basic; empty: not required',
  encryption: '"rc4" or "none": plain JSON both ways',
  base64: '"plain", "lines" (broken every 76), "unpadded" or "url" (URL-safe alphabet)',
  numberStrings: 'numbers are sent as strings',
  listShape: '"array", "object" (numbered keys) or "string" (of JSON)',
  lockShape: '"pairs" (A001:Front gate,…), "object", "json" (object in a string) or "ids"',
  strayBlanks: 'keys with the blanks that the document prints: " mainer ", " head_url l "',
  misspeltKeys: '" uilding_name", as the document prints it',
  revokedStay: 'revoked doorcodes stay in the list with valid_flag 0',
  strictManagers: 'a manager is refused (5) what the document gives to landlords and masters',
  strictLandlords: 'a landlord is refused (5) the share list',
};

const effectsHelp: Record<Effect['effect'], string> = {
  latency: 'waits "ms", then acts and answers',
  'late-answer': 'acts, then waits "ms" with the answer',
  'drop-before': 'the connection breaks, nothing was done',
  'drop-after': 'the connection breaks after the work is done: the answer is lost',
  status: 'HTTP "status", nothing done (or "acted":true); "retryAfterSeconds"',
  garbage: '200 with meaningless bytes',
  'wrong-key': 'a good answer under another key',
  half: 'the first half of the answer, as if it were complete',
  cut: 'half of the answer, then the connection breaks',
  plain: 'the answer as JSON, unencrypted',
  html: 'a web page',
  answer: 'does nothing and answers "json", encrypted: any code or shape',
};

const rows = (pairs: readonly (readonly [string, string])[]) => {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, words]) => `  ${name.padEnd(width)}  ${words}`).join('\n');
};

export function accountsHelp(): string {
  const people = Object.values(demoAccounts).map(
    ({ account, accountType, story }) => [`${accountType}  ${account}`, story] as const,
  );
  return `Accounts (account_type before them), all with the password ${demoPassword}:\n${rows(people)}`;
}

export function faultsHelp(): string {
  const settings = Object.entries(settingsHelp).map(
    ([name, words]) => [`${name}=${JSON.stringify(defaultSettings[name as keyof Settings])}`, words] as const,
  );
  return `Control addresses (plain JSON; curl -d '{"pageSize":20}' ADDRESS/control/settings):
${rows(routes.map((route) => [`${route.method} /control${route.path}`, route.help]))}

Settings, lasting until changed:
${rows(settings)}

Faults hit single calls. Choose them by "call" (path), "account", "gid", "channel"; "times" (1; null: until
cleared) and "skip" (calls that pass first):
${rows(Object.entries(effectsHelp))}`;
}
