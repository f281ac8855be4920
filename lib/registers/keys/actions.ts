'use server';

import { refuseRegister, refuseRoom } from '@/lib/abilities/registers';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { defineAction } from '@/lib/http/action';
import { restoreInput } from '@/lib/text/fields';
import { createKey, endKeys, removeKeys, restoreKeys, undoEndKeys, updateKey } from './mutations';
import { createKeyInput, endKeysInput, removeKeysInput, updateKeyInput } from './schema';

const pages = ['/keys', '/people'];

export const createKeyAction = defineAction({
  name: 'keys.create',
  input: createKeyInput,
  ability: (scope, { roomKey }) => refuseRegister(scope) ?? refuseOptionalRoom(scope, roomKey),
  subject: nameOf,
  run: async ({ scope, input, audit }) => {
    const row = await createKey(scope, input);
    audit.note({ id: row.id, holder: row.holder, building: row.building, room: row.unit });
    return row;
  },
  revalidate: pages,
});

export const updateKeyAction = defineAction({
  name: 'keys.update',
  input: updateKeyInput,
  ability: refuseRegister,
  subject: nameOf,
  run: async ({ scope, input, audit }) => {
    const { row, changed } = await updateKey(scope, input);
    audit.note({ id: row.id, holder: row.holder, fields: changed.join(', ') });
    return row;
  },
  revalidate: pages,
});

export const returnKeysAction = defineAction({
  name: 'keys.return',
  input: endKeysInput,
  ability: refuseRegister,
  subject: ({ expected, day }) => `× ${expected} · ${day}`,
  run: async ({ scope, input, audit }) => {
    const { names, who, ...ended } = await endKeys(scope, 'returned', input);
    audit.note({ ...ended, names });
    return { ...ended, who };
  },
  revalidate: pages,
});

export const reportKeysLostAction = defineAction({
  name: 'keys.report-lost',
  input: endKeysInput,
  ability: refuseRegister,
  subject: ({ expected, day }) => `× ${expected} · ${day}`,
  run: async ({ scope, input, audit }) => {
    const { names, who, ...ended } = await endKeys(scope, 'lost', input);
    audit.note({ ...ended, names });
    return { ...ended, who };
  },
  revalidate: pages,
});

export const undoEndKeysAction = defineAction({
  name: 'keys.undo-end',
  input: restoreInput,
  ability: refuseRegister,
  run: async ({ scope, input, audit }) => {
    const { count, names } = await undoEndKeys(scope, input.batch);
    audit.note({ count, names, batch: input.batch });
    return { count };
  },
  revalidate: pages,
});

export const removeKeysAction = defineAction({
  name: 'keys.remove',
  input: removeKeysInput,
  ability: refuseRegister,
  subject: ({ expected }) => `× ${expected}`,
  run: async ({ scope, input, audit }) => {
    const { count, names, who, batch } = await removeKeys(scope, input);
    audit.note({ count, names, batch });
    return { count, who, batch };
  },
  revalidate: pages,
});

export const restoreKeysAction = defineAction({
  name: 'keys.restore',
  input: restoreInput,
  ability: refuseRegister,
  run: async ({ scope, input, audit }) => {
    const { count, names } = await restoreKeys(scope, input.batch);
    audit.note({ count, names, batch: input.batch });
    return { count };
  },
  revalidate: pages,
});

function refuseOptionalRoom(scope: Scope, roomKey: string | null): ErrorCode | null {
  return roomKey === null ? null : refuseRoom(scope, roomKey);
}

/** A PIN's number is always empty here: the schema has refused any other. */
function nameOf({ kind, number, label }: { kind: string; number: string; label: string }): string {
  return [kind, number, label].filter(Boolean).join(' ');
}
