'use server';

import { z } from 'zod';
import { giveConsent, withdrawConsent } from '@/lib/auth/consent';
import { defineAction } from '@/lib/http/action';
import { ownsPhone } from './data';
import { addPhone, removePhone, sendPhones, uploadPicture } from './mutations';
import { addPhoneInput, removePhoneInput, uploadPictureInput } from './schema';

/** Whoever is signed in looks after his own account's picture and phones. */
const anybody = () => null;
const pages = ['/settings'];

export const uploadPictureAction = defineAction({
  name: 'settings.picture',
  input: uploadPictureInput,
  ability: anybody,
  run: async ({ scope, input }) => uploadPicture(scope, new Uint8Array(await input.picture.arrayBuffer())),
  revalidate: pages,
});

export const addPhoneAction = defineAction({
  name: 'settings.add-phone',
  input: addPhoneInput,
  ability: anybody,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const answer = await addPhone(scope, input);
    if (answer.state === 'unknown') audit.outcome('unknown');
    return answer;
  },
  revalidate: pages,
});

export const removePhoneAction = defineAction({
  name: 'settings.remove-phone',
  input: removePhoneInput,
  ability: async (scope, { id }) => ((await ownsPhone(scope, id)) ? null : 'not-found'),
  subject: ({ id }) => id,
  run: async ({ scope, input, audit }) => {
    const answer = await removePhone(scope, input.id);
    if (answer.state === 'unknown') audit.outcome('unknown');
    return answer;
  },
  revalidate: pages,
});

export const sendPhonesAction = defineAction({
  name: 'settings.send-phones',
  input: z.object({}),
  ability: anybody,
  run: async ({ scope, audit }) => {
    const answer = await sendPhones(scope);
    if (answer.state === 'unknown') audit.outcome('unknown');
    return answer;
  },
  revalidate: pages,
});

/** The password must be typed again: whoever finds an open browser shall not have it kept for good. */
export const giveArchiveConsentAction = defineAction({
  name: 'settings.give-archive-consent',
  input: z.object({}),
  ability: anybody,
  needsPassword: () => true,
  run: async ({ scope }) => giveConsent(scope),
  revalidate: pages,
});

export const withdrawArchiveConsentAction = defineAction({
  name: 'settings.withdraw-archive-consent',
  input: z.object({}),
  ability: anybody,
  whileInDoubt: true,
  run: async ({ scope }) => {
    await withdrawConsent(scope.workspaceId);
  },
  revalidate: pages,
});
