/**
 * The rooms of `lib`, lowest first. A room imports rooms of its own line and of the lines before it, without a circle.
 * A name with an ending is a file that stands by itself.
 */
export const lines: readonly { name: string; rooms: readonly string[] }[] = [
  { name: 'vendor', rooms: ['doordeer', 'simulator'] },
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
      'courtesy.ts',
      'shutdown.ts',
      'vault.ts',
    ],
  },
  { name: 'who', rooms: ['devices', 'audit', 'auth', 'abilities', 'http'] },
  { name: 'facts', rooms: ['places', 'readings', 'archive'] },
  { name: 'work', rooms: ['changes', 'jobs', 'views', 'files'] },
  { name: 'resources', rooms: ['registers', 'masters', 'shares', 'doorcodes', 'rooms', 'buildings'] },
  { name: 'above them', rooms: ['bulk', 'account', 'desk'] },
  { name: 'tools', rooms: ['cli', 'testing'] },
];
