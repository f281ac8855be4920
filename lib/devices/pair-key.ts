/** A channel as a key; whatever a gid holds, the last blank parts the two. */
export function pairOf({ gid, channel }: { gid: string; channel: number }): string {
  return `${gid} ${channel}`;
}
