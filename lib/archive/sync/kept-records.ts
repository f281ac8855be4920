/** Records of each list that are kept for now; the archive of all of them lifts this. */
export const keptRecords = 1_000;
