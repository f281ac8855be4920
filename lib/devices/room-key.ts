import { createHash } from 'node:crypto';
import { mapPaced } from '../doordeer/run-paced';

type Labelled = { gid: string; channel: number; buildingName: string; unitLabel: string };

/** Channels without a label stay apart, and so does a label that one door has twice: a change must never reach another flat. */
export async function roomKeys(channels: readonly Labelled[]): Promise<Map<Labelled, string>> {
  const seen = new Set<string>();
  const ambiguous = new Set<string>();
  await mapPaced(channels, (channel) => {
    const atDoor = JSON.stringify([channel.buildingName, channel.unitLabel, channel.gid]);
    if (seen.has(atDoor)) ambiguous.add(flatOf(channel));
    seen.add(atDoor);
  });
  const keys = new Map<Labelled, string>();
  await mapPaced(channels, (channel) => {
    const isSeparate = channel.unitLabel.trim() === '' || ambiguous.has(flatOf(channel));
    keys.set(channel, digest(isSeparate ? JSON.stringify([channel.gid, channel.channel]) : flatOf(channel)));
  });
  return keys;
}

/** A camera without a label belongs to no flat, so it has no master, shares or codes. */
export function isHouseCamera(device: { kind: string; unitLabel: string }): boolean {
  return device.kind === 'camera' && device.unitLabel.trim() === '';
}

function flatOf(channel: Labelled): string {
  return JSON.stringify(['flat', channel.buildingName, channel.unitLabel]);
}

/** Short enough for an address bar. It only names the flat, so it need not be secret. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
