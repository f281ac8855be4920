import type { LogEntry } from '@/lib/simulator/cloud/request-log';
import type { Desk } from '@/lib/testing/desk';

/** The calls of one account to the cloud, oldest first. */
export function callsOf(desk: Desk, call: string, account: string): LogEntry[] {
  return desk.simulator.log().filter((entry) => entry.call === call && entry.account === account);
}
