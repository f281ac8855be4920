import { expect, test } from 'vitest';
import type { Grants } from '@/lib/db/tables/members';
import type { ScopeChannel } from '@/lib/devices/channel';
import { cutLists, cutTo, type Lists } from './cut-lists';
import { noGrants } from './grants';

const at = (gid: string, channel: number, buildingName: string): ScopeChannel => ({
  gid,
  channel,
  buildingName,
  unitLabel: String(channel),
  roomKey: `${buildingName} ${channel}`,
  relation: 'other',
});
const workspaceId = 'here';
const lists = {
  workspaceId,
  channels: [
    at('A', 1, 'Harbor View'),
    at('A', 2, 'Park Lane'),
    at('B', 3, 'Park Lane'),
    at('C', 4, 'Old Mill'),
  ],
  cameras: [at('K', 1, 'Park Lane')],
};
const grants: Grants = {
  workspace: ['approve'],
  everywhere: [],
  buildings: [
    { name: 'Harbor View', capabilities: ['doorcodes'] },
    { name: 'Old Mill', capabilities: ['people'] },
  ],
};
const gids = ({ channels, cameras }: Lists) => [...channels, ...cameras].map(({ gid }) => gid);

test('a member’s lists hold only their buildings, and say which doors serve others too', () => {
  const cut = cutLists(lists, { workspaceId, grants });
  expect(cut.channels.map(({ gid, channel }) => [gid, channel])).toEqual([
    ['A', 1],
    ['C', 4],
  ]);
  expect(cut.cameras).toEqual([]);
  expect([...cut.sharedGids]).toEqual(['A']);
});

test('a house camera of another building makes a door shared as a room does', () => {
  const cameras = [at('A', 9, 'Old Mill'), at('K', 1, 'Harbor View'), at('K', 2, 'Park Lane')];
  const cut = cutLists(
    { workspaceId, channels: [at('A', 1, 'Harbor View')], cameras },
    { workspaceId, grants },
  );
  expect([...cut.sharedGids]).toEqual(['K']);
  const one = { ...grants, buildings: grants.buildings.slice(0, 1) };
  const less = cutLists(
    { workspaceId, channels: [at('A', 1, 'Harbor View')], cameras },
    { workspaceId, grants: one },
  );
  expect([...less.sharedGids].sort()).toEqual(['A', 'K']);
});

test('without limits nothing is cut, and a removed member sees nothing', () => {
  const { workspaceId: _, ...whole } = lists;
  expect(cutLists(lists, { workspaceId, grants: null })).toMatchObject(whole);
  expect(cutLists(lists, { workspaceId, grants: { ...noGrants, everywhere: ['people'] } })).toMatchObject(
    whole,
  );
  expect(cutLists(lists, { workspaceId, grants: noGrants })).toMatchObject({ channels: [], cameras: [] });
});

test('the same cut is made once for a list, and lists that lose nothing stay as they are', () => {
  const again = { ...grants, buildings: grants.buildings.map((building) => ({ ...building })) };
  expect(cutLists(lists, { workspaceId, grants: again }).channels).toBe(
    cutLists(lists, { workspaceId, grants }).channels,
  );
  const others = { ...lists, cameras: [at('K', 2, 'Old Mill')] };
  expect(gids(cutLists(others, { workspaceId, grants }))).toEqual(['A', 'C', 'K']);
  expect(gids(cutLists(lists, { workspaceId, grants }))).toEqual(['A', 'C']);
  const park: Grants['buildings'] = [{ name: 'Park Lane', capabilities: ['people'] }];
  const all = { ...grants, buildings: [...grants.buildings, ...park] };
  expect(cutLists(lists, { workspaceId, grants: all }).channels).toBe(lists.channels);
});

test('a capability that is taken away in every building cuts the building off at once', () => {
  expect(gids(cutLists(lists, { workspaceId, grants }))).toEqual(['A', 'C']);
  const less: Grants = {
    ...grants,
    buildings: grants.buildings.map((one) => (one.name === 'Old Mill' ? { ...one, capabilities: [] } : one)),
  };
  expect(gids(cutLists(lists, { workspaceId, grants: less }))).toEqual(['A']);
});

test('a scope that is cut to a capability finds only where the person has it', () => {
  const scopeOf = (grants: Grants | null) => ({
    workspaceId,
    grants,
    ...cutLists(lists, { workspaceId, grants }),
  });
  const scope = scopeOf(grants);
  expect(gids(cutTo(scope, 'doorcodes'))).toEqual(['A']);
  expect(gids(cutTo(scope, 'reveal'))).toEqual([]);
  expect(cutTo(scope, 'people').grants).toEqual({
    workspace: ['approve'],
    everywhere: [],
    buildings: [{ name: 'Old Mill', capabilities: ['people'] }],
  });
  const everywhere = scopeOf({ ...grants, everywhere: ['people'] });
  expect(cutTo(everywhere, 'people')).toBe(everywhere);
  expect(gids(cutTo(everywhere, 'doorcodes'))).toEqual(['A']);
  const whole = scopeOf(null);
  expect(cutTo(whole, 'reveal')).toBe(whole);
});

test('a second cut still knows which doors serve a building that the first cut off', () => {
  const member = { workspaceId, grants, ...cutLists(lists, { workspaceId, grants }) };
  const cut = cutTo(member, 'doorcodes');
  expect(cut.channels.map(({ gid }) => gid)).toEqual(['A']);
  expect([...cut.sharedGids]).toEqual(['A']);
});

test('lists of another workspace are refused, whatever the person may see there', () => {
  for (const granted of [grants, noGrants, null])
    expect(() => cutLists(lists, { workspaceId: 'elsewhere', grants: granted })).toThrow('another workspace');
});

test('a scope whose buildings all have the capability stays the same object', () => {
  const everyOne: Grants = {
    ...noGrants,
    buildings: ['Harbor View', 'Park Lane', 'Old Mill'].map((name) => ({ name, capabilities: ['people'] })),
  };
  const own = { workspaceId, grants: everyOne, ...cutLists(lists, { workspaceId, grants: everyOne }) };
  expect(cutTo(own, 'people')).toBe(own);
  expect(gids(cutTo(own, 'reveal'))).toEqual([]);
  // Buildings that come later have other rights.
  const later = { ...own, grants: { ...everyOne, everywhere: ['doorcodes' as const] } };
  expect(cutTo(later, 'people').grants?.everywhere).toEqual([]);
});
