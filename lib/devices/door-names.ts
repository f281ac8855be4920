import type { Lock } from '../doordeer/words';

export type UnnamedDoor = { gid: string; buildingName: string; locks: readonly Lock[] };

/** A door with more aliases than this is named after the first ones. */
const mostAliases = 3;
const between = ' · ';

/**
 * What doors are called until a person names them: "Front door, Rear lock · Harbor View". A door whose locks have no
 * alias keeps its device number. Doors of one name are told apart by that number.
 */
export function defaultDoorNames(doors: readonly UnnamedDoor[]): Map<string, string> {
  const named = doors.map((door) => ({ gid: door.gid, name: nameOf(door) }));
  const counts = Map.groupBy(named, ({ name }) => name.toLowerCase());
  return new Map(
    named.map(({ gid, name }) => [
      gid,
      (counts.get(name.toLowerCase())?.length ?? 0) > 1 ? `${name} (${gid})` : name,
    ]),
  );
}

function nameOf({ gid, buildingName, locks }: UnnamedDoor): string {
  const aliases = [...new Set(locks.map(({ alias }) => alias.trim()).filter(Boolean))];
  const opens = aliases.slice(0, mostAliases).join(', ') || gid;
  return [opens, buildingName.trim()].filter(Boolean).join(between);
}

/** A door's name where its building is named already: "Front door, Rear lock". */
export function nameInBuilding(name: string, buildingName: string): string {
  const end = `${between}${buildingName.trim()}`;
  return name.endsWith(end) && name.length > end.length ? name.slice(0, -end.length) : name;
}
