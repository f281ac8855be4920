/** The names that a file of a resource folder (`lib/<resource>/`) may have: each tells the job. */
export const resourceNames = new Set(['schema', 'data', 'mutations', 'actions', 'ability']);

/**
 * Resource folders, with what else stands in them. A name is added here when a job needs it, on purpose: two folders
 * that need the same word may have found one for `resourceNames`.
 */
export const extraNames: Record<string, string[]> = {
  archive: ['facets', 'filter', 'fold', 'latest', 'rows'],
  buildings: [],
  devices: ['room-key', 'storable-text', 'time-zone', 'zones'],
  doorcodes: ['bulk', 'issue', 'match', 'patience', 'request-state', 'requests', 'window'],
  keys: [],
  masters: ['bulk'],
  overview: [],
  people: [],
  preferences: ['cookie', 'names'],
  rooms: [],
  settings: [],
  shares: ['bulk'],
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
