import { setTimeout as delay } from 'node:timers/promises';

const stepMs = 50;

/**
 * Accounts that are known here cost more queries than others. If answers to visitors end at whole steps of time, a visitor
 * does not learn which accounts are known. `began`: of `performance.now()`.
 */
export async function waitForStep(began: number): Promise<void> {
  await delay(stepMs - ((performance.now() - began) % stepMs));
}
