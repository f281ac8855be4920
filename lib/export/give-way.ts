import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** How busy the process may be before an export rests, and for how long it then does after each piece. */
const busy = 0.75;
const restMs = 8;
const lookEveryMs = 30;

/**
 * Lets other people's pages go first. An export by itself leaves the process idle most of the time; when it is busy,
 * somebody waits for a page, and the export, which runs for long anyway, rests between its pieces.
 */
export class Courtesy {
  private last = performance.eventLoopUtilization();
  private lookedAt = performance.now();
  private resting = false;

  async giveWay(): Promise<void> {
    const now = performance.now();
    if (now - this.lookedAt >= lookEveryMs) {
      const current = performance.eventLoopUtilization();
      this.resting = performance.eventLoopUtilization(current, this.last).utilization > busy;
      this.last = current;
      this.lookedAt = now;
    }
    if (this.resting) await sleep(restMs);
  }
}
