import { defineVerb } from '@/lib/abilities/verb';
import { refuseView } from './ability';
import { findView } from './data';
import * as write from './mutations';
import {
  createViewInput,
  overwriteViewInput,
  removeViewInput,
  renameViewInput,
  restoreViewInput,
} from './schema';

export const createView = defineVerb({
  name: 'views.create',
  whileInDoubt: 'member',
  input: createViewInput,
  ability: () => null,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const view = await write.createView(scope, input);
    audit.note({ id: view.id, query: view.query });
    return view;
  },
});

export const renameView = defineVerb({
  name: 'views.rename',
  whileInDoubt: 'member',
  input: renameViewInput,
  ability: refuseView,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    audit.note({ id: input.id });
    return write.renameView(scope, input);
  },
});

export const overwriteView = defineVerb({
  name: 'views.update',
  whileInDoubt: 'member',
  input: overwriteViewInput,
  ability: refuseView,
  subject: async ({ id }, scope) => (await findView(scope, id))?.name ?? id,
  run: async ({ scope, input, audit }) => {
    const view = await write.overwriteView(scope, input);
    audit.note({ name: view.name, query: view.query });
    return view;
  },
});

export const removeView = defineVerb({
  name: 'views.remove',
  whileInDoubt: 'member',
  input: removeViewInput,
  ability: refuseView,
  subject: async ({ id }, scope) => (await findView(scope, id))?.name ?? id,
  run: async ({ scope, input, audit }) => {
    const view = await write.removeView(scope, input.id);
    audit.note({ name: view.name });
    return view;
  },
});

export const restoreView = defineVerb({
  name: 'views.restore',
  whileInDoubt: 'member',
  input: restoreViewInput,
  ability: () => null,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    audit.note({ id: input.id, query: input.query });
    return write.restoreView(scope, input);
  },
});
