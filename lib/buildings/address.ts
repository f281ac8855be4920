/**
 * The address of a building's page. A tilde in front keeps names apart that an address cannot hold by themselves: the
 * empty one, and those that browsers take for a folder.
 */
export function buildingHref(name: string): string {
  return `/buildings/${encodeURIComponent(/^(\.{0,2}|~.*)$/s.test(name) ? `~${name}` : name)}`;
}

/** The name in a building's address as Next gives it, still encoded; null when it cannot be read. */
export function readBuildingAddress(param: string): string | null {
  try {
    const name = decodeURIComponent(param);
    return name.startsWith('~') ? name.slice(1) : name;
  } catch {
    return null;
  }
}
