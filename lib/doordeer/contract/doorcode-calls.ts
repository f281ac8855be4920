import { z } from 'zod';
import { parseLockIds } from '../locks';
import { type Fields, toDigits, toInt, toText, toTextOrNull } from '../normalise-fields';
import { isBackwards, isUnreadable, toVendorDate, toVendorTime, toWallTime } from '../wall-time';
import { documentedType, type VendorDoorcode, type VendorEvent } from '../words';
import {
  accountShape,
  atRoom,
  type CallDefinition,
  FAILED_OR_LOGIN,
  nothing,
  roomShape,
  signed,
  wallTimeSchema,
} from './define-call';
import { listAnswer } from './list';

export const createDoorcode = {
  number: 10004,
  path: 'getQrCode',
  safe: false,
  request: z
    .object({
      ...accountShape,
      ...roomShape,
      lockIds: z.array(z.string().min(1)).min(1),
      name: z.string(),
      from: wallTimeSchema,
      to: wallTimeSchema,
    })
    .transform((input) => ({
      ...signed(input),
      gid: input.gid,
      lock_id: input.lockIds.join(','),
      valid_type: documentedType,
      vkey_name: input.name,
      valid_from_date: toVendorDate(input.from),
      valid_to_date: toVendorDate(input.to),
      valid_from_time: toVendorTime(input.from),
      valid_to_time: toVendorTime(input.to),
      vir_channel_no: input.channel,
    })),
  accepts: [1],
  refusals: { ...FAILED_OR_LOGIN, 5: 'door-not-yours', 6: 'no-such-door' },
  // The answer lacks the digits. `listDoorcodes` has them, matched by this address (docs/vendor.md, reading 6).
  answer: z
    .looseObject({ passwd_url: z.unknown() })
    .transform((answer) => toText(answer.passwd_url))
    .pipe(z.string().min(1))
    .transform((pictureUrl) => ({ pictureUrl })),
} satisfies CallDefinition;

export const revokeDoorcode = {
  number: 10009,
  path: 'DelTemPwd',
  safe: false,
  request: z
    .object({ ...accountShape, digits: z.string().min(1) })
    .transform((input) => ({ ...signed(input), temporary_passwd: input.digits })),
  accepts: [1],
  refusals: { ...FAILED_OR_LOGIN, 5: 'no-such-doorcode' },
  answer: nothing,
} satisfies CallDefinition;

function readDoorcode(fields: Fields): VendorDoorcode | null {
  const digits = toDigits(fields.vkey_data);
  // Without its digits a code can be neither shown nor revoked.
  if (digits === null) return null;
  const from = toWallTime(fields.valid_from_date, fields.valid_from_time, 'start');
  const to = toWallTime(fields.valid_to_date, fields.valid_to_time, 'end');
  return {
    name: toText(fields.vkey_name),
    validType: toText(fields.valid_type) === '' ? documentedType : (toInt(fields.valid_type) ?? -1),
    from,
    to,
    windowUnreadable:
      isBackwards(from, to) ||
      isUnreadable(fields.valid_from_date, fields.valid_from_time) ||
      isUnreadable(fields.valid_to_date, fields.valid_to_time),
    digits,
    pictureUrl: toText(fields.vkey_url),
    lockIds: parseLockIds(fields.lock_id),
    usable: toInt(fields.valid_flag) === 1,
  };
}

export const listDoorcodes = {
  number: 10015,
  path: 'GetQrList',
  safe: true,
  request: z
    .object({ ...accountShape, ...roomShape, start: z.int().nonnegative(), count: z.int().positive() })
    .transform((input) => ({ ...signed(input), ...atRoom(input), start: input.start, num: input.count })),
  accepts: [1, 2],
  refusals: { 3: 'missing-parameter', 4: 'wrong-credentials', 5: 'no-such-channel' },
  // A code with an unreadable window is shown, because it may open a door. It still counts as not fully read.
  answer: listAnswer('doorcodes', readDoorcode, { isPartly: (code) => code.windowUnreadable === true }),
} satisfies CallDefinition;

function readEvent(fields: Fields): VendorEvent | null {
  const { event_time, event_type } = fields;
  // An event without a time keeps its place in the list. An entry with neither time nor type is not an event.
  if (event_time === undefined && event_type === undefined) return null;
  return {
    // −1: the type is not a number. It is shown as "other", like every number outside the document.
    type: toInt(event_type) ?? -1,
    timeText: toText(event_time),
    codeName: toTextOrNull(fields.vkey_name),
    account: toTextOrNull(fields.account),
  };
}

const blankEvent: VendorEvent = { type: -1, timeText: '', codeName: null, account: null };

export const listEvents = {
  number: 10014,
  path: 'GetAkeysHis',
  safe: true,
  // The request line has no channel, the parameter table has one (docs/vendor.md, reading 2). With it the call lists
  // one room's events, without it the door's.
  request: z
    .object({
      ...accountShape,
      gid: z.string().min(1),
      channel: z.int().nonnegative().optional(),
      start: z.int().nonnegative(),
      end: z.int().nonnegative(),
    })
    .transform((input) => ({
      ...signed(input),
      gid: input.gid,
      ...(input.channel === undefined ? {} : { vir_channel_no: input.channel }),
      start: input.start,
      end: input.end,
    })),
  accepts: [1, 2],
  refusals: { 3: 'missing-parameter', 4: 'wrong-credentials', 5: 'no-such-channel' },
  // Record numbers count every entry of a page. Leaving one out would shift the others and lose it for ever.
  answer: listAnswer('events', readEvent, { blank: blankEvent }),
} satisfies CallDefinition;
