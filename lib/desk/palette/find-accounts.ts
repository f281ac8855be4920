import { mayMaster } from '@/lib/abilities/masters';
import { mayShare } from '@/lib/abilities/shares';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { pairOf } from '@/lib/devices/pair-key';
import { matchScore } from './match-score';
import { createOffers, offer } from './offer-actions';
import type { ScoredHit } from './rank-hits';

type Held = { account: string; gid: string; channel: number };

/** Only accounts of rooms where this person may know them, by the last readings. */
export async function findAccounts(scope: Scope, typed: string): Promise<ScoredHit[]> {
  const rooms = new Map(scope.channels.map((channel) => [pairOf(channel), channel]));
  const [masters, shares] = await Promise.all([readMasters(scope), readShares(scope)]);
  const roomOf = (held: Held) => rooms.get(pairOf(held));
  const seenMasters = masters.filter((held) => maySee(roomOf(held), (room) => mayMaster(scope, room, 'see')));
  const seenShares = shares.filter((held) => maySee(roomOf(held), (room) => mayShare(scope, room, 'see')));
  const known = [...seenMasters, ...seenShares];
  const isMaster = new Set(seenMasters.map(({ account }) => account.toLowerCase()));
  const isSharing = new Set(seenShares.map(({ account }) => account.toLowerCase()));
  const allow = createOffers(scope);
  const found: ScoredHit[] = [...Map.groupBy(known, ({ account }) => account.toLowerCase())].map(
    ([key, held]) => {
      const account = held[0]?.account ?? key;
      const filter = { q: account };
      const actions = allow([
        isMaster.has(key) ? offer.showMasters(filter) : null,
        isSharing.has(key) ? offer.showShares(filter) : null,
        offer.showEvents(filter),
        offer.showPeople(filter),
      ]);
      const places = new Map(held.flatMap((one) => roomOf(one) ?? []).map((room) => [room.roomKey, room]));
      const [first] = places.values();
      return {
        score: matchScore(typed, account),
        hit: {
          kind: 'accounts',
          id: key,
          label: account,
          note: [first?.unitLabel, first?.buildingName, places.size > 1 ? `+${places.size - 1}` : '']
            .filter(Boolean)
            .join(' · '),
          href: actions[0]?.href ?? '/',
          actions: actions.slice(1),
        },
      };
    },
  );
  return scope.member ? found : withOwn(found, scope, typed);
}

/** The person's own account leads to the settings. It keeps the actions that the list found for it. */
function withOwn(found: ScoredHit[], scope: Scope, typed: string): ScoredHit[] {
  const id = scope.account.toLowerCase();
  const known = found.find(({ hit }) => hit.id === id)?.hit;
  const actions = known?.actions ?? createOffers(scope)([offer.showEvents({ q: scope.account })]);
  const own = { kind: 'accounts', id, label: scope.account, note: '', href: '/settings', own: true } as const;
  return [
    { score: matchScore(typed, scope.account), hit: { ...own, actions } },
    ...found.filter(({ hit }) => hit.id !== id),
  ];
}

type Room = Scope['channels'][number];
const maySee = (room: Room | undefined, may: (room: Room) => boolean) => room !== undefined && may(room);

function readMasters(scope: Scope): Promise<Held[]> {
  return getDb()
    .selectFrom('master_reading')
    .select(['master as account', 'gid', 'channel'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('master', 'is not', null)
    .$narrowType<{ account: string }>()
    .execute();
}

function readShares(scope: Scope): Promise<Held[]> {
  return getDb()
    .selectFrom('share')
    .select(['sub_master as account', 'gid', 'channel'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('gone_at', 'is', null)
    .execute();
}
