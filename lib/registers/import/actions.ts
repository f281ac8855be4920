'use server';

import { refuseRegister } from '@/lib/abilities/registers';
import { defineAction } from '@/lib/http/action';
import { importPeople } from './apply';
import { importPeopleInput } from './schema';

const pages = ['/people', '/keys'];

export const importPeopleAction = defineAction({
  name: 'people.import',
  input: importPeopleInput,
  ability: refuseRegister,
  subject: ({ file, expected }) => `${file.name} · × ${expected}`,
  run: async ({ scope, input, audit }) => {
    const { created, changed, names } = await importPeople(scope, input);
    audit.note({ created, changed, names });
    return { created, changed };
  },
  revalidate: pages,
});
