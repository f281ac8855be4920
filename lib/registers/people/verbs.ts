import { refuseRegister, refuseRoom } from '@/lib/abilities/registers';
import { defineVerb } from '@/lib/abilities/verb';
import { restoreInput } from '@/lib/text/fields';
import * as write from './mutations';
import { createPersonInput, moveOutInput, removePeopleInput, updatePersonInput } from './schema';

export const createPerson = defineVerb({
  name: 'people.create',
  whileInDoubt: 'member',
  input: createPersonInput,
  needs: 'registers',
  ability: (scope, { roomKey }) => refuseRegister(scope) ?? refuseRoom(scope, roomKey),
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const row = await write.createPerson(scope, input);
    audit.note({ id: row.id, building: row.building, room: row.unit });
    return row;
  },
});

export const updatePerson = defineVerb({
  name: 'people.update',
  whileInDoubt: 'member',
  input: updatePersonInput,
  needs: 'registers',
  ability: refuseRegister,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const { row, changed } = await write.updatePerson(scope, input);
    audit.note({ id: row.id, building: row.building, room: row.unit, fields: changed.join(', ') });
    return row;
  },
});

export const removePeople = defineVerb({
  name: 'people.remove',
  whileInDoubt: 'member',
  input: removePeopleInput,
  needs: 'registers',
  ability: refuseRegister,
  subject: ({ expected }) => `× ${expected}`,
  run: async ({ scope, input, audit }) => {
    const { count, names, who, batch, buildings } = await write.removePeople(scope, input);
    audit.note({ count, names, batch });
    audit.about(buildings);
    return { count, who, batch };
  },
});

export const restorePeople = defineVerb({
  name: 'people.restore',
  whileInDoubt: 'member',
  input: restoreInput,
  needs: 'registers',
  ability: refuseRegister,
  run: async ({ scope, input, audit }) => {
    const { count, names } = await write.restorePeople(scope, input.batch);
    audit.note({ count, names, batch: input.batch });
    return { count };
  },
});

export const moveOut = defineVerb({
  name: 'people.move-out',
  whileInDoubt: 'member',
  input: moveOutInput,
  needs: 'registers',
  ability: refuseRegister,
  subject: ({ expected, day }) => `× ${expected} · ${day}`,
  run: async ({ scope, input, audit }) => {
    const { count, names, who, batch, buildings } = await write.moveOut(scope, input);
    audit.note({ count, names, batch });
    audit.about(buildings);
    return { count, who, batch };
  },
});

export const undoMoveOut = defineVerb({
  name: 'people.undo-move-out',
  whileInDoubt: 'member',
  input: restoreInput,
  needs: 'registers',
  ability: refuseRegister,
  run: async ({ scope, input, audit }) => {
    const { count, names } = await write.undoMoveOut(scope, input.batch);
    audit.note({ count, names, batch: input.batch });
    return { count };
  },
});
