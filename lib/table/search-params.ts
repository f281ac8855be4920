export type SearchRecord = Record<string, string | string[] | undefined>;

/** Gives a route handler the record that pages get, so that one parser reads both. */
export function readSearchParams(params: URLSearchParams): SearchRecord {
  const record: SearchRecord = {};
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key);
    record[key] = values.length > 1 ? values : values[0];
  }
  return record;
}

/** Leaves out empty values. Keys keep their order, so that one state has one address. */
export function writeSearchParams(record: Record<string, unknown>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(record)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '' && one !== false) params.append(key, String(one));
    }
  }
  return params;
}
