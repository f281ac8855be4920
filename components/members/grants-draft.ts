import { mayEverywhere, mayIn, mayInWorkspace } from '@/lib/auth/grants';
import {
  type BuildingCapability,
  buildingCapabilities,
  type Grants,
  type WorkspaceCapability,
} from '@/lib/db/tables/members';
import { type PresetName, presetOf, presets } from '@/lib/members/roster/presets';

/** What the form shows. `all` are the switches for all buildings, and for a building that is added in `chosen`. */
export type GrantsDraft = {
  where: 'everywhere' | 'chosen';
  workspace: readonly WorkspaceCapability[];
  all: readonly BuildingCapability[];
  buildings: Grants['buildings'];
};

export const emptyDraft: GrantsDraft = { where: 'everywhere', workspace: [], all: [], buildings: [] };

export function draftOf({ workspace, everywhere, buildings }: Grants): GrantsDraft {
  const where = everywhere.length === 0 && buildings.length > 0 ? 'chosen' : 'everywhere';
  return {
    where,
    workspace,
    all: where === 'chosen' ? (buildings[0]?.capabilities ?? []) : everywhere,
    buildings,
  };
}

export function grantsOf({ where, workspace, all, buildings }: GrantsDraft): Grants {
  return {
    workspace: [...workspace],
    everywhere: where === 'everywhere' ? [...all] : [],
    buildings,
  };
}

/** The preset that the switches show, also before a building is chosen. */
export function presetOfDraft(draft: GrantsDraft): PresetName | null {
  const isEmpty = draft.where === 'chosen' && draft.buildings.length === 0;
  return presetOf(grantsOf(isEmpty ? { ...draft, where: 'everywhere' } : draft));
}

/** Fills the switches with what the preset gives and the person has themselves (`own`; null: all). */
export function withPreset(draft: GrantsDraft, name: PresetName, own: Grants | null): GrantsDraft {
  const preset = presets[name];
  const keepsBuildings = draft.where === 'chosen' && draft.buildings.length > 0;
  const where = keepsBuildings || !hasAnyEverywhere(own) ? 'chosen' : preset.usually;
  return {
    where,
    workspace: preset.workspace.filter((one) => mayInWorkspace({ grants: own }, one)),
    all: preset.building.filter((one) => where === 'chosen' || mayEverywhere({ grants: own }, one)),
    buildings:
      where === 'everywhere'
        ? []
        : draft.buildings.map(({ name: at }) => ({
            name: at,
            capabilities: givenIn(preset.building, at, own),
          })),
  };
}

/** Where the form says what the server finds wrong with the rights. Null: the switches have been mended since. */
export function faultOfDraft(
  draft: GrantsDraft,
  error: string | undefined,
): { at: 'buildings' | 'end'; error: string } | null {
  if (!error) return null;
  if (error !== 'nothingGiven') return { at: 'end', error };
  if (draft.where === 'chosen' && draft.buildings.length === 0 && draft.workspace.length === 0)
    return { at: 'buildings', error: 'buildingMissing' };
  const { workspace, everywhere, buildings } = grantsOf(draft);
  const isMended =
    workspace.length > 0 ||
    everywhere.length > 0 ||
    buildings.some(({ capabilities }) => capabilities.length > 0);
  return isMended ? null : { at: 'end', error };
}

export function hasAnyEverywhere(own: Grants | null): boolean {
  return own === null || own.everywhere.length > 0;
}

function givenIn(wanted: readonly BuildingCapability[], building: string, own: Grants | null) {
  return wanted.filter((one) => mayIn({ grants: own }, building, one));
}

export function withBuilding(draft: GrantsDraft, name: string, own: Grants | null): GrantsDraft {
  if (draft.buildings.some((one) => one.name === name)) return draft;
  const capabilities = draft.where === 'chosen' ? givenIn(draft.all, name, own) : [];
  return { ...draft, buildings: [...draft.buildings, { name, capabilities }] };
}

export function withoutBuilding(draft: GrantsDraft, name: string): GrantsDraft {
  return { ...draft, buildings: draft.buildings.filter((one) => one.name !== name) };
}

/** `building` null: in all. */
export function withCapability(
  draft: GrantsDraft,
  building: string | null,
  capability: BuildingCapability,
  isGiven: boolean,
): GrantsDraft {
  const changed = (known: readonly BuildingCapability[]) =>
    buildingCapabilities.filter((one) => (one === capability ? isGiven : known.includes(one)));
  if (building === null) return { ...draft, all: changed(draft.all) };
  return {
    ...draft,
    buildings: draft.buildings.map((one) =>
      one.name === building ? { ...one, capabilities: changed(one.capabilities) } : one,
    ),
  };
}
