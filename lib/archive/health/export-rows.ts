import { type DoorHealth, isUnread } from './data';

/** Numbers and codes, not words: a file is the same in every language. Unknown is empty; `reading` says why. */
export function exportRows(doors: readonly DoorHealth[]) {
  return doors.map((door) => row(door, !isUnread(door)));
}

function row(door: DoorHealth, isKnown: boolean) {
  return {
    door: door.label,
    building: door.building,
    gid: door.gid,
    heardAt: moment(door.heardAt),
    readAt: moment(door.lastReadAt),
    failure: door.errorCode,
    lag: seconds(door.lagMs),
    kept: isKnown ? door.archived : null,
    complete: isKnown ? door.complete : null,
    gaps: isKnown ? door.gaps : null,
    withheld: door.withheld,
    silent: door.judged ? door.silent : null,
    silence: door.judged ? seconds(door.silentMs) : null,
    usual: seconds(door.usualMs),
    clock: door.clock.state === 'unknown' ? null : door.clock.state,
    clockOff: seconds(door.clock.offMs),
    cloudClock: door.cloudClock?.state ?? null,
    cloudOff: seconds(door.cloudClock?.offMs ?? null),
  };
}

function moment(at: string | null): Date | null {
  return at === null ? null : new Date(at);
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1_000);
}
