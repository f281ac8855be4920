/** How a table changes the query of the address. Pure: only `useTableAddress` uses the router. */
export type AddressChange = Record<string, string | string[] | null>;

/** Applies a change. Empty values leave the address, and any change starts at the first row. */
export function changeAddress(current: URLSearchParams, change: AddressChange): URLSearchParams {
  const next = new URLSearchParams(current);
  next.delete('offset');
  next.delete('limit');
  for (const [key, value] of Object.entries(change)) {
    next.delete(key);
    for (const one of Array.isArray(value) ? value : [value]) if (one) next.append(key, one);
  }
  return next;
}

/** Only the filters, which ranges, exports and bulk actions send. */
export function filterParams(
  current: URLSearchParams,
  ignored: readonly string[] = [],
  fixed: Record<string, string> = {},
): URLSearchParams {
  const params = new URLSearchParams(current);
  for (const key of ['offset', 'limit', 'after', ...ignored]) params.delete(key);
  for (const [key, value] of Object.entries(fixed)) params.set(key, value);
  return params;
}

export function isFiltered(current: URLSearchParams, filterKeys: readonly string[]): boolean {
  return ['q', ...filterKeys].some((key) => current.getAll(key).some((value) => value !== ''));
}
