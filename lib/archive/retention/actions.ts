'use server';

import { refuseRetention } from '@/lib/abilities/retention';
import { defineAction } from '@/lib/http/action';
import { buildingHref } from '@/lib/places/building-address';
import { previewRule } from './data';
import { keepAll, removeHold, saveHold, setRule } from './mutations';
import { keepAllInput, removeHoldInput, saveHoldInput, setRuleInput } from './schema';

export const setRuleAction = defineAction({
  name: 'retention.set',
  input: setRuleInput,
  ability: (scope, { building }) => refuseRetention(scope, building, 'set-rule'),
  // What it takes away cannot be had again.
  needsPassword: () => true,
  subject: ({ building }) => building,
  run: async ({ scope, input, audit }) => {
    audit.note({ mode: input.mode, days: input.days });
    const { count, held } = await previewRule(scope, input);
    audit.note({ count, held });
    await setRule(scope, input);
  },
  revalidate: ({ building }) => [buildingHref(building)],
});

export const keepAllAction = defineAction({
  name: 'retention.keep-all',
  input: keepAllInput,
  ability: (scope, { building }) => refuseRetention(scope, building, 'set-rule'),
  subject: ({ building }) => building,
  run: ({ scope, input }) => keepAll(scope, input.building),
  revalidate: ({ building }) => [buildingHref(building)],
});

export const saveHoldAction = defineAction({
  name: 'retention.hold',
  input: saveHoldInput,
  ability: (scope, { building, everywhere }) =>
    refuseRetention(scope, building, 'keep-hold') ??
    (everywhere ? refuseRetention(scope, null, 'keep-hold') : null),
  // A new hold only protects; a changed one may let go of events that a rule then takes.
  needsPassword: ({ id }) => id !== null,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const { building, everywhere, reason, from, to } = input;
    audit.note({ building: everywhere ? '*' : building, from, to: to || '…', reason });
    await saveHold(scope, input);
  },
  revalidate: ({ building }) => [buildingHref(building)],
});

export const removeHoldAction = defineAction({
  name: 'retention.remove-hold',
  input: removeHoldInput,
  ability: (scope, { building }) => refuseRetention(scope, building, 'keep-hold'),
  needsPassword: () => true,
  subject: ({ id }) => id,
  run: async ({ scope, input, audit }) => audit.note({ name: await removeHold(scope, input) }),
  revalidate: ({ building }) => [buildingHref(building)],
});
