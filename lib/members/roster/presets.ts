import {
  type BuildingCapability,
  buildingCapabilities,
  type Grants,
  type WorkspaceCapability,
  workspaceCapabilities,
} from '@/lib/db/tables/members';

export const presetNames = ['owner', 'manager', 'leasing', 'caretaker', 'auditor', 'front-desk'] as const;
export type PresetName = (typeof presetNames)[number];

type Preset = {
  workspace: readonly WorkspaceCapability[];
  building: readonly BuildingCapability[];
  /** Whether people with this work usually have it in all buildings, or in one. */
  usually: 'everywhere' | 'chosen';
};

/** Starting points of the form. None is stored: a member has capabilities only. */
export const presets: Record<PresetName, Preset> = {
  owner: { workspace: workspaceCapabilities, building: buildingCapabilities, usually: 'everywhere' },
  manager: { workspace: [], building: buildingCapabilities, usually: 'everywhere' },
  leasing: {
    workspace: [],
    building: ['people', 'doorcodes', 'masters', 'registers'],
    usually: 'everywhere',
  },
  caretaker: {
    workspace: [],
    building: ['events', 'people', 'doorcodes', 'registers'],
    usually: 'chosen',
  },
  auditor: { workspace: [], building: ['events', 'people', 'export'], usually: 'everywhere' },
  'front-desk': { workspace: [], building: ['events-of-today', 'doorcodes'], usually: 'chosen' },
};

/** The preset that gives exactly this, everywhere or in the same way in each building. Null: a mixture. */
export function presetOf(grants: Grants): PresetName | null {
  const { workspace, everywhere, buildings } = grants;
  if (everywhere.length > 0 && buildings.length > 0) return null;
  const sets = buildings.length > 0 ? buildings.map(({ capabilities }) => capabilities) : [everywhere];
  return (
    presetNames.find(
      (name) =>
        isSame(workspace, presets[name].workspace) &&
        sets.every((capabilities) => isSame(capabilities, presets[name].building)),
    ) ?? null
  );
}

/** `events` includes `events-of-today`, whether it is named or not. */
function isSame(one: readonly string[], other: readonly string[]): boolean {
  const all = (names: readonly string[]) =>
    new Set(names.includes('events') ? [...names, 'events-of-today'] : names);
  const [first, second] = [all(one), all(other)];
  return first.size === second.size && [...first].every((name) => second.has(name));
}
