/** The page of the flat that has this channel; each of a flat's channels leads to the same page. */
export function roomHref({ gid, channel }: { gid: string; channel: number }): string {
  return `/rooms/${encodeURIComponent(gid)}/${channel}`;
}

/** The two parts of a room's address as Next gives them, still encoded; null when they name no channel. */
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
