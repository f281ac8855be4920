/** Room keys in the part of an address that stays in the browser. For a request, hundreds of them would be too long. */
export function newDoorcodeHref(roomKeys: readonly string[]): string {
  return `/doorcodes/new#${new URLSearchParams(roomKeys.map((key) => ['room', key]))}`;
}

export function carriedRooms(hash: string): string[] {
  return new URLSearchParams(hash.slice(1)).getAll('room');
}
