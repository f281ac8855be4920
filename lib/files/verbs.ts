import { exportedBuildings } from '@/lib/abilities/exports';
import { defineVerb } from '@/lib/abilities/verb';
import { readFilterAddress } from '@/lib/archive/search/filter-address';
import { describeFilter } from '@/lib/archive/search/filter-words';
import { DeskError } from '@/lib/errors';
import { fileName, refuseFile, refuseSchedule, scheduleName } from './ability';
import * as write from './mutations';
import { cutToFiles, refuseRun } from './schedule/refuse-run';
import { pauseInput, scheduleId, scheduleInput } from './schema';

export const saveSchedule = defineVerb({
  name: 'exports.schedule',
  whileInDoubt: 'member',
  needs: 'export',
  input: scheduleInput,
  ability: (scope, { id, query }) =>
    refuseRun(scope, readFilterAddress(query))?.code ?? (id === '' ? null : refuseSchedule(scope, { id })),
  subject: ({ name }) => name,
  run: async ({ scope, input, audit }) => {
    const exporter = cutToFiles(scope);
    const saved = await write.saveSchedule(exporter, input);
    if (!saved) throw new DeskError('not-found');
    audit.about((await exportedBuildings(exporter, readFilterAddress(input.query))) ?? []);
    audit.note({
      ...describeFilter(readFilterAddress(input.query)),
      id: saved.id,
      format: input.format,
      covers: input.covers,
    });
    return saved;
  },
});

export const pauseSchedule = defineVerb({
  name: 'exports.pause',
  whileInDoubt: 'member',
  needs: 'export',
  input: pauseInput,
  ability: refuseSchedule,
  subject: scheduleName,
  run: async ({ scope, input, audit }) => {
    if (!(await write.pauseSchedule(scope, input.id, input.paused))) throw new DeskError('not-found');
    audit.note({ state: input.paused ? 'paused' : 'running' });
    return {};
  },
});

export const deleteSchedule = defineVerb({
  name: 'exports.unschedule',
  whileInDoubt: 'member',
  needs: 'export',
  input: scheduleId,
  ability: refuseSchedule,
  subject: scheduleName,
  run: async ({ scope, input }) => {
    if (!(await write.deleteSchedule(scope, input.id))) throw new DeskError('not-found');
    return {};
  },
});

export const deleteFile = defineVerb({
  name: 'exports.delete',
  whileInDoubt: 'member',
  needs: 'export',
  input: scheduleId,
  ability: refuseFile,
  subject: fileName,
  run: async ({ scope, input }) => {
    if (!(await write.deleteFile(scope, input.id))) throw new DeskError('not-found');
    return {};
  },
});
