/** Unique for any gid: the last blank separates the two. */
export function pairOf({ gid, channel }: { gid: string; channel: number }): string {
  return `${gid} ${channel}`;
}
