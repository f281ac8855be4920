import type { DoorHealth } from './data';

/** Doors as a file holds them: numbers and codes and not words, so that a file reads the same in every language. */
export function exportRows(doors: readonly DoorHealth[]) {
  return doors.map((door) => ({
    door: door.label,
    building: door.building,
    gid: door.gid,
    heardAt: moment(door.heardAt),
    readAt: moment(door.lastReadAt),
    failure: door.errorCode,
    lag: seconds(door.lagMs),
    kept: door.archived,
    complete: door.complete,
    gaps: door.gaps,
    withheld: door.withheld,
    silent: door.silent,
    silence: seconds(door.silentMs),
    usual: seconds(door.usualMs),
    clock: door.clock.state,
    clockOff: seconds(door.clock.offMs),
    cloudClock: door.cloudClock?.state ?? null,
    cloudOff: seconds(door.cloudClock?.offMs ?? null),
  }));
}

function moment(at: string | null): Date | null {
  return at === null ? null : new Date(at);
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1_000);
}
