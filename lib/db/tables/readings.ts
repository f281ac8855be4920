export type ReadingTables = Record<never, never>;
