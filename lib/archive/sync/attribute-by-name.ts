import type { Scope, ScopeChannel } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { setRoom } from './set-room';

/**
 * Gives an event of a whole door's list the room that its account, or its code's name, belongs to alone at this door,
 * as masters, shares and doorcodes were last read. The room's own list, once read, has the last word.
 */
export async function attributeByName(scope: Scope, gid: string): Promise<void> {
  const events = await getDb()
    .selectFrom('event')
    .innerJoin('event_who', (join) =>
      join
        .onRef('event_who.workspace_id', '=', 'event.workspace_id')
        .onRef('event_who.id', '=', 'event.who_id'),
    )
    .select(['event.id', 'event.at', 'event_who.account', 'event_who.code_name as codeName'])
    .where('event.workspace_id', '=', scope.workspaceId)
    .where('event.gid', '=', gid)
    .where('event.stream', 'is', null)
    .where('event.channel', 'is', null)
    .execute();
  if (events.length === 0) return;
  const { byAccount, byCode } = await roomsByName(scope, gid);
  for (const channel of scope.channels.filter((one) => one.gid === gid)) {
    const alone = (rooms: Set<number> | undefined) => rooms?.size === 1 && rooms.has(channel.channel);
    const ofAccount = events.filter(({ account }) => account !== null && alone(byAccount.get(account)));
    const ofCode = events.filter(
      ({ account, codeName }) => account === null && codeName !== null && alone(byCode.get(codeName)),
    );
    await setRoom(scope.workspaceId, channel, ofAccount, 'account');
    await setRoom(scope.workspaceId, channel, ofCode, 'code');
  }
}

type Names = Map<string, Set<number>>;
type Named = { name: string | null; channel: ScopeChannel['channel'] };

async function roomsByName(
  { workspaceId }: Scope,
  gid: string,
): Promise<{ byAccount: Names; byCode: Names }> {
  const [masters, shares, codes] = await Promise.all([
    getDb()
      .selectFrom('master_reading')
      .select(['master as name', 'channel'])
      .where('workspace_id', '=', workspaceId)
      .where('gid', '=', gid)
      .execute(),
    getDb()
      .selectFrom('share')
      .select(['sub_master as name', 'channel'])
      .where('workspace_id', '=', workspaceId)
      .where('gid', '=', gid)
      .execute(),
    getDb()
      .selectFrom('doorcode')
      .select(['name', 'channel'])
      .where('workspace_id', '=', workspaceId)
      .where('gid', '=', gid)
      .execute(),
  ]);
  return { byAccount: collect([...masters, ...shares]), byCode: collect(codes) };
}

function collect(rows: readonly Named[]): Names {
  const names: Names = new Map();
  for (const { name, channel } of rows) {
    if (name) names.set(name, (names.get(name) ?? new Set()).add(channel));
  }
  return names;
}
