import type { Migration } from 'kysely/migration';

/** Every migration, in the order of their names. One that has landed is never edited: a new one follows it. */
export const migrations: Record<string, Migration> = {};
