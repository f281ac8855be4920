export type JobTables = Record<never, never>;
