import { refuseRegister } from '@/lib/abilities/registers';
import { defineVerb } from '@/lib/abilities/verb';
import { applyImport } from './apply-import';
import { importPeopleInput } from './schema';

export const importPeople = defineVerb({
  name: 'people.import',
  whileInDoubt: 'member',
  input: importPeopleInput,
  needs: 'registers',
  ability: refuseRegister,
  subject: ({ file, expected }) => `${file.name} · × ${expected}`,
  run: async ({ scope, input, audit }) => {
    const { created, changed, names } = await applyImport(scope, input);
    audit.note({ created, changed, names });
    return { created, changed };
  },
});
