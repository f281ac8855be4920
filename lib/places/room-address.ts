/** Each of a flat's channels leads to the same page. */
export function roomHref({ gid, channel }: { gid: string; channel: number }): string {
  return `/rooms/${encodeURIComponent(gid)}/${channel}`;
}

/** The parts as Next gives them, still encoded. Null if they name no channel. */
export function readRoomAddress(params: {
  gid: string;
  channel: string;
}): { gid: string; channel: number } | null {
  if (!/^\d{1,15}$/.test(params.channel)) return null;
  try {
    return { gid: decodeURIComponent(params.gid), channel: Number(params.channel) };
  } catch {
    return null;
  }
}
