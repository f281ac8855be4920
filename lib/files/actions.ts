'use server';

import { refuseEvents } from '@/lib/abilities/archive';
import { readFilterAddress } from '@/lib/archive/search/filter-address';
import { describeFilter } from '@/lib/archive/search/filter-words';
import { DeskError } from '@/lib/errors';
import { defineAction } from '@/lib/http/action';
import { deleteFile, deleteSchedule, pauseSchedule, saveSchedule } from './mutations';
import { pauseInput, scheduleId, scheduleInput } from './schema';

const pages = ['/exports'];

export const saveScheduleAction = defineAction({
  name: 'exports.schedule',
  input: scheduleInput,
  // Whoever may export these events now may have them exported later.
  ability: (scope, { query }) => refuseEvents(scope, readFilterAddress(query)),
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const saved = await saveSchedule(scope, input);
    if (!saved) throw new DeskError('not-found');
    audit.note({
      ...describeFilter(readFilterAddress(input.query)),
      id: saved.id,
      format: input.format,
      covers: input.covers,
    });
    return saved;
  },
  revalidate: pages,
});

export const pauseScheduleAction = defineAction({
  name: 'exports.pause',
  input: pauseInput,
  ability: () => null,
  subject: ({ id }) => id,
  run: async ({ scope, input, audit }) => {
    if (!(await pauseSchedule(scope, input.id, input.paused))) throw new DeskError('not-found');
    audit.note({ state: input.paused ? 'paused' : 'running' });
    return {};
  },
  revalidate: pages,
});

export const deleteScheduleAction = defineAction({
  name: 'exports.unschedule',
  input: scheduleId,
  ability: () => null,
  subject: ({ id }) => id,
  run: async ({ scope, input }) => {
    if (!(await deleteSchedule(scope, input.id))) throw new DeskError('not-found');
    return {};
  },
  revalidate: pages,
});

export const deleteFileAction = defineAction({
  name: 'exports.delete',
  input: scheduleId,
  ability: () => null,
  subject: ({ id }) => id,
  run: async ({ scope, input }) => {
    if (!(await deleteFile(scope, input.id))) throw new DeskError('not-found');
    return {};
  },
  revalidate: pages,
});
