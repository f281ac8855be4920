import { expect, test } from 'vitest';
import { isOfOtherTab, tabHeader, tabOwner } from './tab-header';

const workspaceId = '6f6e2d3c-0000-4000-8000-000000000001';
const anna = { id: '6f6e2d3c-0000-4000-8000-0000000000a1' };
const from = (owner: string | null) => new Headers(owner === null ? {} : { [tabHeader]: owner });

test('a request belongs to the page that made it, not to the person signed in by now', () => {
  const now = { workspaceId, member: anna };
  expect(isOfOtherTab(now, from(tabOwner(now)))).toBe(false);
  expect(isOfOtherTab(now, from(tabOwner({ workspaceId, member: null })))).toBe(true);
  expect(isOfOtherTab(now, from(tabOwner({ workspaceId: anna.id, member: anna })))).toBe(true);
  expect(isOfOtherTab({ workspaceId, member: null }, from(tabOwner(now)))).toBe(true);
});

test('a program names no page', () => {
  expect(isOfOtherTab({ workspaceId, member: null }, from(null))).toBe(false);
});
