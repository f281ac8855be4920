import { z } from 'zod';
import { defineVerb } from '@/lib/abilities/verb';
import { leaveOwnNotice } from '@/lib/auth/leave-notice';
import { findPhoneName } from './data';
import * as write from './mutations';
import { addPhoneInput, removePhoneInput, uploadPictureInput } from './schema';

/** Every account manages its own picture and phones. */
const allowed = () => null;
export const uploadPicture = defineVerb({
  name: 'settings.picture',
  needsInWorkspace: 'connections',
  input: uploadPictureInput,
  ability: allowed,
  // Decoding a picture costs more memory and time than any other request.
  throttle: ({ workspaceId }) => [{ bucket: `picture:${workspaceId}`, limit: 20, windowMs: 15 * 60_000 }],
  run: async ({ scope, input }) =>
    write.uploadPicture(scope, new Uint8Array(await input.picture.arrayBuffer())),
});

/** Needs a confirmed identity: the phone gets every call of the account's doors. */
export const addPhone = defineVerb({
  name: 'settings.add-phone',
  needsInWorkspace: 'connections',
  input: addPhoneInput,
  ability: allowed,
  needsIdentity: () => true,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const answer = await write.addPhone(scope, input);
    await leaveOwnNotice(scope, 'phone');
    if (answer.state === 'unknown') audit.outcome('unknown');
    return answer;
  },
});

export const removePhone = defineVerb({
  name: 'settings.remove-phone',
  needsInWorkspace: 'connections',
  input: removePhoneInput,
  ability: async (scope, { id }) => ((await findPhoneName(scope, id)) === null ? 'not-found' : null),
  subject: async ({ id }, scope) => (await findPhoneName(scope, id)) ?? id,
  run: async ({ scope, input, audit }) => {
    const answer = await write.removePhone(scope, input.id);
    if (answer.state === 'unknown') audit.outcome('unknown');
    return answer;
  },
});

export const sendPhones = defineVerb({
  name: 'settings.send-phones',
  needsInWorkspace: 'connections',
  input: z.object({}),
  ability: allowed,
  run: async ({ scope, audit }) => {
    const answer = await write.sendPhones(scope);
    if (answer.state === 'unknown') audit.outcome('unknown');
    return answer;
  },
});
