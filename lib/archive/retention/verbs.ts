import { refuseRetention } from '@/lib/abilities/retention';
import { defineVerb } from '@/lib/abilities/verb';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { findHold, previewRule } from './data';
import * as write from './mutations';
import { keepAllInput, removeHoldInput, saveHoldInput, setRuleInput } from './schema';

/** By the buildings that the stored hold protects, which the browser does not decide. */
async function refuseHold(scope: Scope, id: string): Promise<ErrorCode | null> {
  const hold = await findHold(scope, id);
  // What does not exist is answered by the change itself.
  return hold && refuseRetention(scope, hold.building, 'keep-hold');
}

export const setRule = defineVerb({
  name: 'retention.set',
  whileInDoubt: 'member',
  input: setRuleInput,
  ability: (scope, { building }) => refuseRetention(scope, building, 'set-rule'),
  // Deleted events cannot be restored.
  needsIdentity: () => true,
  subject: ({ building }) => building,
  run: async ({ scope, input, audit }) => {
    audit.note({ mode: input.mode, days: input.days });
    const { count, held } = await previewRule(scope, input);
    audit.note({ count, held });
    await write.setRule(scope, input);
  },
});

export const keepAll = defineVerb({
  name: 'retention.keep-all',
  whileInDoubt: 'member',
  input: keepAllInput,
  ability: (scope, { building }) => refuseRetention(scope, building, 'set-rule'),
  subject: ({ building }) => building,
  run: ({ scope, input }) => write.keepAll(scope, input.building),
});

export const saveHold = defineVerb({
  name: 'retention.hold',
  whileInDoubt: 'member',
  input: saveHoldInput,
  ability: async (scope, { id, building, everywhere }) =>
    refuseRetention(scope, building, 'keep-hold') ??
    (everywhere ? refuseRetention(scope, null, 'keep-hold') : null) ??
    (id === null ? null : refuseHold(scope, id)),
  // A new hold only protects. A changed one may release events that a rule then removes.
  needsIdentity: ({ id }) => id !== null,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const { building, everywhere, reason, from, to } = input;
    audit.note({ building: everywhere ? '*' : building, from, to: to || '…', reason });
    await write.saveHold(scope, input);
  },
});

export const removeHold = defineVerb({
  name: 'retention.remove-hold',
  whileInDoubt: 'member',
  input: removeHoldInput,
  ability: async (scope, { id, building }) =>
    refuseRetention(scope, building, 'keep-hold') ?? refuseHold(scope, id),
  needsIdentity: () => true,
  subject: async ({ id }, scope) =>
    (await refuseHold(scope, id)) ? id : ((await findHold(scope, id))?.name ?? id),
  run: async ({ scope, input, audit }) => audit.note({ name: await write.removeHold(scope, input) }),
});
