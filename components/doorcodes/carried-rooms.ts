/**
 * Room keys in the part of an address that stays in the browser: hundreds of them would be too long for a request.
 */
export function newDoorcodeHref(roomKeys: readonly string[]): string {
  return `/doorcodes/new#rooms=${roomKeys.map(encodeURIComponent).join(',')}`;
}

export function carriedRooms(hash: string): string[] {
  const [, keys = ''] = /^#rooms=(.+)$/.exec(hash) ?? [];
  return keys.split(',').filter(Boolean).map(decodeURIComponent);
}
