import { z } from 'zod';
import { toText } from '../normalise-fields';
import {
  accountShape,
  type CallDefinition,
  FAILED,
  FAILED_OR_LOGIN,
  nothing,
  ROLE_CODES,
  roleSchema,
  signed,
} from './define-call';

export const register = {
  number: 10001,
  path: 'reg',
  safe: false,
  request: z
    .object({
      ...accountShape,
      phone: z.string().optional(),
      email: z.string().min(1),
      role: roleSchema,
      language: z.string().min(1),
    })
    .transform((input) => ({
      ...signed(input),
      ...(input.phone ? { phone_num: input.phone } : {}),
      mail_address: input.email,
      account_type: ROLE_CODES[input.role],
      phone_lang: input.language,
    })),
  // 4 and 5 describe the account's state. They are not failures.
  accepts: [1, 4, 5],
  refusals: FAILED,
  answer: z.looseObject({ re: z.int() }).transform(({ re }) => ({ state: registerState(re) })),
} satisfies CallDefinition;

function registerState(re: number): 'ok' | 'signed-up-not-activated' | 'signed-up-activated' {
  if (re === 4) return 'signed-up-not-activated';
  return re === 5 ? 'signed-up-activated' : 'ok';
}

export const resetPassword = {
  number: 10010,
  path: 'Resetpwd',
  safe: false,
  request: z
    .object({ account: z.string().min(1), by: z.enum(['email', 'phone']) })
    .transform((input) => ({ account: input.account, act_type: input.by === 'email' ? 1 : 2 })),
  accepts: [1],
  refusals: { ...FAILED, 4: 'no-such-account', 5: 'bad-email' },
  answer: nothing,
} satisfies CallDefinition;

export const signOut = {
  number: 10012,
  path: 'Quit',
  safe: false,
  request: z.object(accountShape).transform(signed),
  accepts: [1],
  refusals: FAILED_OR_LOGIN,
  answer: nothing,
} satisfies CallDefinition;

const pushPhone = z.object({
  pushType: z.int(),
  phone: z.enum(['ios', 'android']),
  appKey: z.string(),
  appToken: z.string(),
  certificate: z.string(),
  popupActivity: z.string(),
});

export const updatePushPhones = {
  number: 10003,
  path: 'updatetokens',
  safe: false,
  // Each call sends the whole list. The cloud forgets what is not in it.
  request: z.object({ ...accountShape, phones: z.array(pushPhone) }).transform((input) => ({
    ...signed(input),
    list: input.phones.map((phone) => ({
      push_type: phone.pushType,
      phone_type: phone.phone === 'ios' ? 1 : 2,
      app_key: phone.appKey,
      app_token: phone.appToken,
      pem: phone.certificate,
      PopupActivity: phone.popupActivity,
    })),
  })),
  accepts: [1],
  refusals: { ...FAILED_OR_LOGIN, 5: 'empty-list' },
  answer: nothing,
} satisfies CallDefinition;

export const uploadPicture = {
  number: 10016,
  path: 'UploadHeadImg',
  safe: false,
  // JSON has no binary, so `filedata` is base64 of the file (docs/vendor.md, reading 9). The document writes the
  // extension with a dot (".jpg"). `dotted` does the same, for a cloud that insists.
  request: z
    .object({
      ...accountShape,
      file: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes'),
      extension: z.enum(['jpg', 'png']),
      dotted: z.boolean().optional(),
    })
    .transform((input) => ({
      ...signed(input),
      filedata: Buffer.from(input.file).toString('base64'),
      fileext: `${input.dotted ? '.' : ''}${input.extension}`,
    })),
  accepts: [1],
  refusals: { ...FAILED_OR_LOGIN, 5: 'picture-format', 6: 'picture-unreadable' },
  answer: z
    .looseObject({ head_url: z.unknown() })
    .transform((answer) => toText(answer.head_url))
    .pipe(z.string().min(1))
    .transform((pictureUrl) => ({ pictureUrl })),
} satisfies CallDefinition;
