import { expect, test } from 'vitest';
import { coversGrants } from '@/lib/auth/grants';
import type { Grants } from '@/lib/db/tables/members';
import { presetNames } from '@/lib/members/roster/presets';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import {
  draftOf,
  emptyDraft,
  faultOfDraft,
  grantsOf,
  presetOfDraft,
  withBuilding,
  withCapability,
  withoutBuilding,
  withPreset,
} from './grants-draft';

test.each(presetNames)('the preset "%s" fills the switches where it is usual', (name) => {
  const draft = withPreset(emptyDraft, name, null);
  const filled = draft.where === 'chosen' ? withBuilding(draft, 'North House', null) : draft;
  expect(grantsOf(filled)).toEqual(grantsOfPreset(name, draft.where === 'chosen' ? ['North House'] : null));
});

test('a preset keeps the buildings that were chosen', () => {
  const chosen = withBuilding({ ...emptyDraft, where: 'chosen' }, 'North House', null);
  expect(grantsOf(withPreset(chosen, 'auditor', null))).toEqual(grantsOfPreset('auditor', ['North House']));
});

test('a preset never fills what the person does not have', () => {
  const own: Grants = {
    workspace: ['members'],
    everywhere: ['people'],
    buildings: [{ name: 'North House', capabilities: ['doorcodes'] }],
  };
  for (const name of presetNames) {
    const draft = withPreset(emptyDraft, name, own);
    const filled = draft.where === 'chosen' ? withBuilding(draft, 'North House', own) : draft;
    expect(coversGrants(own, grantsOf(filled))).toBe(true);
  }
});

test('switches change one capability, everywhere or in one building', () => {
  const draft = withBuilding(draftOf(grantsOfPreset('auditor', null)), 'North House', null);
  const more = withCapability(draft, 'North House', 'doorcodes', true);
  expect(grantsOf(withCapability(more, null, 'export', false))).toEqual({
    workspace: [],
    everywhere: ['events', 'people'],
    buildings: [{ name: 'North House', capabilities: ['doorcodes'] }],
  });
  expect(grantsOf(withoutBuilding(more, 'North House')).buildings).toEqual([]);
});

test('what a member has is shown as it is', () => {
  const mixed: Grants = {
    workspace: ['approve'],
    everywhere: [],
    buildings: [
      { name: 'North House', capabilities: ['people'] },
      { name: 'South House', capabilities: ['doorcodes'] },
    ],
  };
  expect(grantsOf(draftOf(mixed))).toEqual(mixed);
});

test.each(presetNames)('"%s" stays chosen before a building is chosen', (name) => {
  const draft = withPreset(emptyDraft, name, null);
  expect(presetOfDraft(draft)).toBe(name);
  const inBuildings = { ...draft, where: 'chosen' as const };
  expect(presetOfDraft(inBuildings)).toBe(name);
  expect(presetOfDraft(withBuilding(inBuildings, 'North House', null))).toBe(name);
});

test('the form says where something is missing, and no longer when it is there', () => {
  const chosen = { ...emptyDraft, where: 'chosen' as const };
  expect(faultOfDraft(chosen, 'nothingGiven')).toEqual({ at: 'buildings', error: 'buildingMissing' });
  const empty = withBuilding(chosen, 'North House', null);
  expect(faultOfDraft(empty, 'nothingGiven')).toEqual({ at: 'end', error: 'nothingGiven' });
  expect(faultOfDraft(emptyDraft, 'nothingGiven')).toEqual({ at: 'end', error: 'nothingGiven' });
  expect(faultOfDraft(withCapability(empty, 'North House', 'people', true), 'nothingGiven')).toBeNull();
  expect(faultOfDraft({ ...chosen, workspace: ['approve'] }, 'nothingGiven')).toBeNull();
  expect(faultOfDraft(emptyDraft, undefined)).toBeNull();
});

test('a draft without anything is no preset', () => {
  expect(presetOfDraft(emptyDraft)).toBeNull();
});
