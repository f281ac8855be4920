import type { Lock } from '../doordeer/words';

export type UnnamedDoor = { gid: string; buildingName: string; model: string; locks: readonly Lock[] };

const mostAliases = 3;
const between = ' · ';

/**
 * "Front door, Rear lock · Harbor View", or without aliases by model: "DD-200 #2 · Harbor View". No word such as
 * "Camera", because it would stay in one language. The device number tells equal names apart.
 */
export function defaultDoorNames(doors: readonly UnnamedDoor[]): Map<string, string> {
  const models = modelNames(doors);
  const named = doors.map((door) => ({
    gid: door.gid,
    name: [aliasesOf(door) || models.get(door.gid) || door.gid, door.buildingName.trim()]
      .filter(Boolean)
      .join(between),
  }));
  const counts = Map.groupBy(named, ({ name }) => name.toLowerCase());
  return new Map(
    named.map(({ gid, name }) => [
      gid,
      (counts.get(name.toLowerCase())?.length ?? 0) > 1 ? `${name} (${gid})` : name,
    ]),
  );
}

function aliasesOf({ locks }: UnnamedDoor): string {
  const aliases = new Set(locks.map(({ alias }) => alias.trim()).filter(Boolean));
  return [...aliases].slice(0, mostAliases).join(', ');
}

/** Migration 0039 has the same in SQL. */
function modelNames(doors: readonly UnnamedDoor[]): Map<string, string> {
  const unspoken = doors.filter((door) => aliasesOf(door) === '');
  const alike = Map.groupBy(unspoken, (door) => `${door.buildingName.trim()}\n${door.model.trim()}`);
  return new Map(
    [...alike.values()].flatMap((some) =>
      some
        .toSorted((one, other) => (one.gid < other.gid ? -1 : 1))
        .map(({ gid, model }, at): [string, string] => {
          const number = model.trim() === '' || some.length > 1 ? `#${at + 1}` : '';
          return [gid, [model.trim(), number].filter(Boolean).join(' ')];
        }),
    ),
  );
}

export function nameInBuilding(name: string, buildingName: string): string {
  const end = `${between}${buildingName.trim()}`;
  return name.endsWith(end) && name.length > end.length ? name.slice(0, -end.length) : name;
}
