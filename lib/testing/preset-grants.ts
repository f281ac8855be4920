import type { BuildingCapability, Grants, WorkspaceCapability } from '../db/tables/members';
import { type PresetName, presets } from '../members/roster/presets';

export type Given = {
  workspace: readonly WorkspaceCapability[];
  building: readonly BuildingCapability[];
};

/** What a preset gives to a person who is given all of it. `buildings`: null for all. */
export function grantsOfPreset(name: PresetName, buildings: readonly string[] | null): Grants {
  return grantsOfGiven(presets[name], buildings);
}

/** As `grantsOfPreset`, of what need not be a preset. */
export function grantsOfGiven({ workspace, building }: Given, buildings: readonly string[] | null): Grants {
  return {
    workspace: [...workspace],
    everywhere: buildings ? [] : [...building],
    buildings: (buildings ?? []).map((at) => ({ name: at, capabilities: [...building] })),
  };
}
