import { decodeBody, encodeBody } from '../doordeer/codec';
import type { Simulator } from './start-simulator';
import type { DemoName } from './world/demo-people';
import type { Room } from './world/model';

export type Reply = { re: number; list: Record<string, unknown>[]; [field: string]: unknown };

export async function send(cloud: Simulator, path: string, body: Record<string, unknown>): Promise<Reply> {
  const response = await fetch(`${cloud.url}/${path}`, { method: 'POST', body: encodeBody(body, cloud.key) });
  return decodeBody(await response.text(), cloud.key) as Reply;
}

export function callAs(
  cloud: Simulator,
  name: DemoName,
  path: string,
  body: Record<string, unknown> = {},
): Promise<Reply> {
  const { account, password } = cloud.accounts[name];
  return send(cloud, path, { comid: cloud.comid, account, passwd: password, ...body });
}

export function at(room: Room): { gid: string; vir_channel_no: number } {
  return { gid: room.door.gid, vir_channel_no: room.channel };
}

/** The first room in Harbor View with that master, or with none. */
export function roomOf(cloud: Simulator, master: string | null): Room {
  const room = cloud.cloud.world
    .rooms()
    .find((one) => one.master === master && one.door.building === 'Harbor View' && one.channel > 0);
  if (!room) throw new Error(`no room of ${master}`);
  return room;
}
