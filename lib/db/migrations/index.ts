import type { Migration } from 'kysely/migration';
import * as devices from './0002-devices';
import * as readings from './0003-readings';
import * as jobs from './0006-jobs';

/** Every migration, in the order of their names. One that has landed is never edited: a new one follows it. */
export const migrations: Record<string, Migration> = {
  '0002-devices': devices,
  '0003-readings': readings,
  '0006-jobs': jobs,
};
