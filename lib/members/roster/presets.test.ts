import { expect, test } from 'vitest';
import { mayIn, mayInWorkspace } from '@/lib/auth/grants';
import { buildingCapabilities, workspaceCapabilities } from '@/lib/db/tables/members';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { presetNames, presetOf } from './presets';

test.each(presetNames)('"%s" is recognised by what it gives, everywhere and in chosen buildings', (name) => {
  expect(presetOf(grantsOfPreset(name, null))).toBe(name);
  expect(presetOf(grantsOfPreset(name, ['North House', 'South House']))).toBe(name);
});

test('a mixture is no preset', () => {
  const grants = grantsOfPreset('caretaker', ['North House', 'South House']);
  const [first] = grants.buildings;
  if (!first) throw new Error('no building');
  expect(
    presetOf({ ...grants, buildings: [first, { name: 'South House', capabilities: ['people'] }] }),
  ).toBeNull();
  expect(presetOf({ ...grants, workspace: ['approve'] })).toBeNull();
  expect(presetOf({ ...grants, everywhere: ['people'] })).toBeNull();
});

test('an owner may do all; an auditor reads everything and changes nothing', () => {
  const owner = { grants: grantsOfPreset('owner', null) };
  expect(buildingCapabilities.every((one) => mayIn(owner, 'Any house', one))).toBe(true);
  expect(workspaceCapabilities.every((one) => mayInWorkspace(owner, one))).toBe(true);
  const auditor = { grants: grantsOfPreset('auditor', null) };
  expect(buildingCapabilities.filter((one) => mayIn(auditor, 'Any house', one))).toEqual([
    'events-of-today',
    'events',
    'people',
    'export',
  ]);
  expect(workspaceCapabilities.filter((one) => mayInWorkspace(auditor, one))).toEqual([]);
});

test('the front desk has doorcodes and today’s events of its building', () => {
  const desk = { grants: grantsOfPreset('front-desk', ['North House']) };
  expect(buildingCapabilities.filter((one) => mayIn(desk, 'North House', one))).toEqual([
    'events-of-today',
    'doorcodes',
  ]);
  expect(buildingCapabilities.filter((one) => mayIn(desk, 'South House', one))).toEqual([]);
});
