import { nameFromAddress, nameInAddress } from '@/lib/table/name-in-address';

/** The address of a building's page. */
export function buildingHref(name: string): string {
  return `/buildings/${encodeURIComponent(nameInAddress(name))}`;
}

/** The name in a building's address as Next gives it, still encoded; null when it cannot be read. */
export function readBuildingAddress(param: string): string | null {
  try {
    return nameFromAddress(decodeURIComponent(param));
  } catch {
    return null;
  }
}
