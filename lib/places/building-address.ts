import { nameFromAddress, nameInAddress } from '@/lib/table/name-in-address';

/** The address of a building's page. */
export function buildingHref(name: string): string {
  return `/buildings/${encodeURIComponent(nameInAddress(name))}`;
}

/** The name in a building's address as Next gives it, still encoded; null when it can be no name. */
export function readBuildingAddress(param: string): string | null {
  try {
    const name = nameFromAddress(decodeURIComponent(param));
    // PostgreSQL holds no NUL, so no building is called so, and no query may ask.
    return name.includes('\0') ? null : name;
  } catch {
    return null;
  }
}
