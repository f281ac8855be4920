import type { Desk } from '@/lib/testing/desk';

/** The addresses of a room: its page, and what the page asks for after the first paint. */
export function roomPathsOf(
  desk: Pick<Desk, 'simulator'>,
  account: string,
): { page: string; reading: string; events: string } {
  const { world } = desk.simulator.cloud;
  const holder = world.findAccount(account);
  const room = holder && world.roomsOf(holder).find(({ label }) => label !== '');
  if (!room) throw new Error(`the made-up world has no room of ${account}`);
  const { gid } = room.door;
  const ask = (what: string) =>
    `/api/readings/room?${new URLSearchParams({ gid, channel: String(room.channel), what, anyway: '1' })}`;
  return { page: `/rooms/${gid}/${room.channel}`, reading: ask('facts'), events: ask('events') };
}
