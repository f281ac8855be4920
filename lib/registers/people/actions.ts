'use server';

import { refuseRegister, refuseRoom } from '@/lib/abilities/registers';
import { defineAction } from '@/lib/http/action';
import { restoreInput } from '@/lib/text/fields';
import { createPerson, moveOut, removePeople, restorePeople, undoMoveOut, updatePerson } from './mutations';
import { createPersonInput, moveOutInput, removePeopleInput, updatePersonInput } from './schema';

const pages = ['/people', '/keys'];

export const createPersonAction = defineAction({
  name: 'people.create',
  input: createPersonInput,
  ability: (scope, { roomKey }) => refuseRegister(scope) ?? refuseRoom(scope, roomKey),
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const row = await createPerson(scope, input);
    audit.note({ id: row.id, building: row.building, room: row.unit });
    return row;
  },
  revalidate: pages,
});

export const updatePersonAction = defineAction({
  name: 'people.update',
  input: updatePersonInput,
  ability: refuseRegister,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const { row, changed } = await updatePerson(scope, input);
    audit.note({ id: row.id, building: row.building, room: row.unit, fields: changed.join(', ') });
    return row;
  },
  revalidate: pages,
});

export const removePeopleAction = defineAction({
  name: 'people.remove',
  input: removePeopleInput,
  ability: refuseRegister,
  subject: ({ expected }) => `× ${expected}`,
  run: async ({ scope, input, audit }) => {
    const { count, names, who, batch } = await removePeople(scope, input);
    audit.note({ count, names, batch });
    return { count, who, batch };
  },
  revalidate: pages,
});

export const restorePeopleAction = defineAction({
  name: 'people.restore',
  input: restoreInput,
  ability: refuseRegister,
  run: async ({ scope, input, audit }) => {
    const { count, names } = await restorePeople(scope, input.batch);
    audit.note({ count, names, batch: input.batch });
    return { count };
  },
  revalidate: pages,
});

export const moveOutAction = defineAction({
  name: 'people.move-out',
  input: moveOutInput,
  ability: refuseRegister,
  subject: ({ expected, day }) => `× ${expected} · ${day}`,
  run: async ({ scope, input, audit }) => {
    const { count, names, who, batch } = await moveOut(scope, input);
    audit.note({ count, names, batch });
    return { count, who, batch };
  },
  revalidate: pages,
});

export const undoMoveOutAction = defineAction({
  name: 'people.undo-move-out',
  input: restoreInput,
  ability: refuseRegister,
  run: async ({ scope, input, audit }) => {
    const { count, names } = await undoMoveOut(scope, input.batch);
    audit.note({ count, names, batch: input.batch });
    return { count };
  },
  revalidate: pages,
});
