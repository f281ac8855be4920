/** The names that a file of a resource folder (`lib/<resource>/`) may have: each tells the job. */
export const resourceNames = new Set([
  'schema',
  'data',
  'mutations',
  /** What a person changes: ability, audit, deed. */
  'verbs',
  'actions',
  'ability',
  /** Many changes at once, as steps of a job. */
  'bulk',
  /** Where it is shown: builds and reads our own addresses. */
  'address',
  /** The lines of an export. */
  'export-rows',
  /** What ticked rows stand for, and how a question before a change names them. */
  'selection',
  /** Brings what is shown up to date while somebody looks. */
  'freshen',
]);

/** Resource folders, with what else stands in them. A name is added here on purpose, when no word above tells the job. */
export const extraNames: Record<string, string[]> = {
  buildings: [],
  devices: [
    'channel',
    'door-names',
    'list-age',
    'pair',
    'read-door-names',
    'room-key',
    'storable-text',
    'time-zone',
    'write-door-names',
    'zones',
  ],
  doorcodes: [
    /** Codes that opened a door and are in no list of this account's. */
    'elsewhere',
    'form-data',
    'issue',
    'limits',
    'match',
    'patience',
    /** Requests for what was not made. */
    'renew',
    'request-state',
    'requests',
    /** What a doorcode can be filtered by, in words that browsers need too. */
    'states',
    /** Which codes a form asks for, of the rooms and locks chosen. */
    'targets',
    'window',
    'window-words',
  ],
  exports: [
    'answer',
    'due',
    'file-records',
    'filter-address',
    'keep',
    'making',
    'manifest',
    /** Removes records whose time is over. */
    'prune',
    'runner',
    'signature',
    'sweep',
    /** Which scheduled file is to be made next, and who makes it. */
    'take-due',
    'verify',
  ],
  keys: ['amount', 'export-rows', 'pin-digits'],
  masters: [],
  overview: [],
  people: [],
  preferences: ['cookie', 'names'],
  rooms: ['arrange', 'facts', 'read-facts', 'room-row'],
  settings: ['picture-limit'],
  shares: [],
  /** `open`: a saved view as it can be shown today. */
  views: ['open'],
};

/** What Next insists on, and all that `app` may hold. */
export const nextNames = new Set([
  'default',
  'error',
  'forbidden',
  'global-error',
  'globals',
  'icon',
  'layout',
  'loading',
  'manifest',
  'not-found',
  'page',
  'robots',
  'route',
  'template',
]);

/** Names that could stand on any file. */
export const tellsNothing = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'misc',
  'index',
  'stuff',
  'lib',
  'shared',
  'constants',
]);
