import type { Grants } from '../db/tables/members';
import { type PresetName, presets } from '../members/roster/presets';

/** What a preset gives to a person who is given all of it. `buildings`: null for all. */
export function grantsOfPreset(name: PresetName, buildings: readonly string[] | null): Grants {
  const { workspace, building } = presets[name];
  return {
    workspace: [...workspace],
    everywhere: buildings ? [] : [...building],
    buildings: (buildings ?? []).map((at) => ({ name: at, capabilities: [...building] })),
  };
}
