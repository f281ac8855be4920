'use server';

import { defineAction } from '@/lib/http/action';
import { refuseView } from './ability';
import { createView, overwriteView, removeView, renameView, restoreView } from './mutations';
import {
  createViewInput,
  overwriteViewInput,
  removeViewInput,
  renameViewInput,
  restoreViewInput,
} from './schema';

const pages = ['/events'];

export const createViewAction = defineAction({
  name: 'views.create',
  input: createViewInput,
  ability: () => null,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const view = await createView(scope, input);
    audit.note({ id: view.id, query: view.query });
    return view;
  },
  revalidate: pages,
});

export const renameViewAction = defineAction({
  name: 'views.rename',
  input: renameViewInput,
  ability: refuseView,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    audit.note({ id: input.id });
    return renameView(scope, input);
  },
  revalidate: pages,
});

export const overwriteViewAction = defineAction({
  name: 'views.update',
  input: overwriteViewInput,
  ability: refuseView,
  subject: ({ id }) => id,
  run: async ({ scope, input, audit }) => {
    const view = await overwriteView(scope, input);
    audit.note({ name: view.name, query: view.query });
    return view;
  },
  revalidate: pages,
});

export const removeViewAction = defineAction({
  name: 'views.remove',
  input: removeViewInput,
  ability: refuseView,
  subject: ({ id }) => id,
  run: async ({ scope, input, audit }) => {
    const view = await removeView(scope, input.id);
    audit.note({ name: view.name });
    return view;
  },
  revalidate: pages,
});

export const restoreViewAction = defineAction({
  name: 'views.restore',
  input: restoreViewInput,
  ability: () => null,
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    audit.note({ id: input.id, query: input.query });
    return restoreView(scope, input);
  },
  revalidate: pages,
});
