import { refuseRegister, refuseRoom } from '@/lib/abilities/registers';
import { defineVerb } from '@/lib/abilities/verb';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { restoreInput } from '@/lib/text/fields';
import * as write from './mutations';
import { createKeyInput, endKeysInput, removeKeysInput, updateKeyInput } from './schema';

export const createKey = defineVerb({
  name: 'keys.create',
  whileInDoubt: 'member',
  input: createKeyInput,
  needs: 'registers',
  ability: (scope, { roomKey }) => refuseRegister(scope) ?? refuseOptionalRoom(scope, roomKey),
  subject: nameOf,
  run: async ({ scope, input, audit }) => {
    const row = await write.createKey(scope, input);
    audit.note({ id: row.id, holder: row.holder, building: row.building, room: row.unit });
    return row;
  },
});

export const updateKey = defineVerb({
  name: 'keys.update',
  whileInDoubt: 'member',
  input: updateKeyInput,
  needs: 'registers',
  ability: refuseRegister,
  subject: nameOf,
  run: async ({ scope, input, audit }) => {
    const { row, changed } = await write.updateKey(scope, input);
    audit.note({ id: row.id, holder: row.holder, fields: changed.join(', ') });
    return row;
  },
});

export const returnKeys = defineVerb({
  name: 'keys.return',
  whileInDoubt: 'member',
  input: endKeysInput,
  needs: 'registers',
  ability: refuseRegister,
  subject: ({ expected, day }) => `× ${expected} · ${day}`,
  run: async ({ scope, input, audit }) => {
    const { names, who, buildings, ...ended } = await write.endKeys(scope, 'returned', input);
    audit.note({ ...ended, names });
    audit.about(buildings);
    return { ...ended, who };
  },
});

export const reportKeysLost = defineVerb({
  name: 'keys.report-lost',
  whileInDoubt: 'member',
  input: endKeysInput,
  needs: 'registers',
  ability: refuseRegister,
  subject: ({ expected, day }) => `× ${expected} · ${day}`,
  run: async ({ scope, input, audit }) => {
    const { names, who, buildings, ...ended } = await write.endKeys(scope, 'lost', input);
    audit.note({ ...ended, names });
    audit.about(buildings);
    return { ...ended, who };
  },
});

export const undoEndKeys = defineVerb({
  name: 'keys.undo-end',
  whileInDoubt: 'member',
  input: restoreInput,
  needs: 'registers',
  ability: refuseRegister,
  run: async ({ scope, input, audit }) => {
    const { count, names } = await write.undoEndKeys(scope, input.batch);
    audit.note({ count, names, batch: input.batch });
    return { count };
  },
});

export const removeKeys = defineVerb({
  name: 'keys.remove',
  whileInDoubt: 'member',
  input: removeKeysInput,
  needs: 'registers',
  ability: refuseRegister,
  subject: ({ expected }) => `× ${expected}`,
  run: async ({ scope, input, audit }) => {
    const { count, names, who, batch, buildings } = await write.removeKeys(scope, input);
    audit.note({ count, names, batch });
    audit.about(buildings);
    return { count, who, batch };
  },
});

export const restoreKeys = defineVerb({
  name: 'keys.restore',
  whileInDoubt: 'member',
  input: restoreInput,
  needs: 'registers',
  ability: refuseRegister,
  run: async ({ scope, input, audit }) => {
    const { count, names } = await write.restoreKeys(scope, input.batch);
    audit.note({ count, names, batch: input.batch });
    return { count };
  },
});

function refuseOptionalRoom(scope: Scope, roomKey: string | null): ErrorCode | null {
  return roomKey === null ? null : refuseRoom(scope, roomKey);
}

/** A PIN's number is always empty: the schema refuses any other. */
function nameOf({ kind, number, label }: { kind: string; number: string; label: string }): string {
  return [kind, number, label].filter(Boolean).join(' ');
}
