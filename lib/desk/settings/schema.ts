import { z } from 'zod';
import { MAX_PICTURE_BYTES } from './picture-limit';

/** PostgreSQL stores no NUL, and would store half of a surrogate pair as something else. */
const text = (longest: number) =>
  z
    .string('required')
    .trim()
    .max(longest, 'tooLong')
    .refine((value) => !/[\p{Surrogate}\0]/u.test(value), 'invalid');

export const uploadPictureInput = z.object({
  picture: z
    .instanceof(File, { error: 'required' })
    .refine((file) => file.size > 0, 'required')
    .refine((file) => file.size <= MAX_PICTURE_BYTES, 'settings.picture.wrong.tooLarge'),
});

export const MAX_PHONES = 20;

/** 10003. The makers of the phone's app say what the fields hold. */
export const addPhoneInput = z
  .object({
    name: text(80).min(1, 'required'),
    phone: z.enum(['ios', 'android'], 'badChoice'),
    pushType: z
      .union([z.string(), z.number()], 'required')
      .transform((value) => String(value).trim())
      .pipe(
        z
          .string()
          .min(1, 'required')
          .regex(/^\d{1,9}$/, 'badNumber')
          .transform(Number),
      ),
    appKey: text(500).min(1, 'required'),
    appToken: text(4_096).min(1, 'required'),
    certificate: text(16_384).default(''),
    popupActivity: text(500).default(''),
  })
  .refine(({ phone, certificate }) => phone === 'ios' || certificate === '', {
    path: ['certificate'],
    message: 'settings.phones.wrong.certificateOnAndroid',
  })
  .refine(({ phone, popupActivity }) => phone === 'android' || popupActivity === '', {
    path: ['popupActivity'],
    message: 'settings.phones.wrong.activityOnIphone',
  });
export type AddPhoneInput = z.output<typeof addPhoneInput>;

export const removePhoneInput = z.object({ id: z.uuid('invalid') });
