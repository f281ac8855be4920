import type { LogEntry } from '@/lib/simulator/cloud/request-log';
import type { Desk } from '@/lib/testing/desk';

/** What the cloud was asked: one call, by one account, oldest first. */
export function callsOf(desk: Desk, call: string, account: string): LogEntry[] {
  return desk.simulator.log().filter((entry) => entry.call === call && entry.account === account);
}
