import { z } from 'zod';

const doorWays = {
  eventOrder: z.enum(['newest-first', 'oldest-first']),
  pageSize: z.int().min(1).max(100_000),
  /** Whether 10014 without vir_channel_no is answered. If not, it answers 3. */
  wholeDoor: z.boolean(),
};

export const settingsSchema = z.strictObject({
  ...doorWays,
  doors: z.record(z.string(), z.strictObject(doorWays).partial()),
  roomLists: z.boolean(),
  unknownRooms: z.enum(['like-rooms', 'refused', 'nothing', 'door']),
  wholeDoorToAll: z.boolean(),
  firstRecord: z.union([z.literal(0), z.literal(1)]),
  reversedPages: z.boolean(),
  repeatPages: z.boolean(),
  arrivalsPerPage: z.int().min(0).max(10_000),
  keepRecords: z.int().min(0).nullable(),
  keepDays: z.number().min(0).nullable(),
  blankEvery: z.int().min(1).nullable(),
  arrivalRate: z.number().min(0).max(10_000),
  clockOffsetMs: z.int(),
  latencyMs: z.int().min(0).max(600_000),
  maxAtOnce: z.int().min(0).nullable(),
  retryAfterSeconds: z.number().min(0).nullable(),
  requestField: z.string(),
  basicAuth: z.string(),
  encryption: z.enum(['rc4', 'none']),
  base64: z.enum(['plain', 'lines', 'unpadded', 'url']),
  numberStrings: z.boolean(),
  listShape: z.enum(['array', 'object', 'string']),
  lockShape: z.enum(['pairs', 'object', 'json', 'ids']),
  strayBlanks: z.boolean(),
  misspeltKeys: z.boolean(),
  revokedStay: z.boolean(),
  strictManagers: z.boolean(),
  strictLandlords: z.boolean(),
});

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  eventOrder: 'newest-first',
  pageSize: 200,
  wholeDoor: true,
  doors: {},
  roomLists: true,
  unknownRooms: 'like-rooms',
  wholeDoorToAll: true,
  firstRecord: 1,
  reversedPages: false,
  repeatPages: false,
  arrivalsPerPage: 0,
  keepRecords: null,
  keepDays: null,
  blankEvery: null,
  arrivalRate: 1,
  clockOffsetMs: 0,
  latencyMs: 0,
  maxAtOnce: null,
  retryAfterSeconds: null,
  requestField: '',
  basicAuth: '',
  encryption: 'rc4',
  base64: 'plain',
  numberStrings: false,
  listShape: 'array',
  lockShape: 'pairs',
  strayBlanks: false,
  misspeltKeys: false,
  revokedStay: false,
  strictManagers: false,
  strictLandlords: false,
};

/** A door's own settings, or the cloud's where it has none. */
export function waysOf(settings: Settings, gid: string): Pick<Settings, keyof typeof doorWays> {
  const own = settings.doors[gid];
  return {
    eventOrder: own?.eventOrder ?? settings.eventOrder,
    pageSize: own?.pageSize ?? settings.pageSize,
    wholeDoor: own?.wholeDoor ?? settings.wholeDoor,
  };
}
