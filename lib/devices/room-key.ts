import { createHash } from 'node:crypto';
import { mapPaced } from '../doordeer/run-paced';

type Labelled = { gid: string; channel: number; buildingName: string; unitLabel: string };

/**
 * Tells which (door, channel) pairs are one flat: those with the same building and the same label. Two cases stay
 * apart, because a change that goes to "the flat" must never reach somebody else's: a channel without a label, and a
 * label that one door carries twice, where nothing says which of its channels belongs with which at the next door.
 */
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

/**
 * A camera of the house itself: a device without a label belongs to no flat, so nobody is its room master, shares it or
 * has a code for it. A doorbell without a label is a flat whose name is missing.
 */
export function isHouseCamera(device: { kind: string; unitLabel: string }): boolean {
  return device.kind === 'camera' && device.unitLabel.trim() === '';
}

function flatOf(channel: Labelled): string {
  return JSON.stringify(['flat', channel.buildingName, channel.unitLabel]);
}

/** Short enough for an address bar; a name of the flat, no secret. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
