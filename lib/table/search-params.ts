/** Query parameters as a plain record; a repeated key becomes a list. Next's `searchParams` has this shape already. */
export type SearchRecord = Record<string, string | string[] | undefined>;

/** For route handlers: `URLSearchParams` as the record that pages get, so that both are read by one parser. */
export function readSearchParams(params: URLSearchParams): SearchRecord {
  const record: SearchRecord = {};
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key);
    record[key] = values.length > 1 ? values : values[0];
  }
  return record;
}

/** The record as an address's query, without what is empty. Keys keep their order, so that one state has one address. */
export function writeSearchParams(record: Record<string, unknown>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(record)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '' && one !== false) params.append(key, String(one));
    }
  }
  return params;
}
