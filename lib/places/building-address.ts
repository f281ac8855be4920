import { nameFromAddress, nameInAddress } from '@/lib/table/name-in-address';

export function buildingHref(name: string): string {
  return `/buildings/${encodeURIComponent(nameInAddress(name))}`;
}

/** The name as Next gives it, still encoded. Null if it cannot be a name. */
export function readBuildingAddress(param: string): string | null {
  try {
    const name = nameFromAddress(decodeURIComponent(param));
    // PostgreSQL stores no NUL, so no building has it in its name, and no query may ask for it.
    return name.includes('\0') ? null : name;
  } catch {
    return null;
  }
}
