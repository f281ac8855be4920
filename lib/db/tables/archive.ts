export type ArchiveTables = Record<never, never>;
