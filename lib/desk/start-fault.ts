import { isOperatorFault } from '../errors';
import { processSlot } from '../process-slot';

/** `instrumentation.ts` runs in a bundle of its own, and Next only logs what it throws. */
const slot = processSlot<string>('start-fault');

/** Keeps what an operator can mend. Messages of other errors may repeat settings. */
export function keepStartFault(error: unknown): void {
  if (isOperatorFault(error)) slot.value = error.message;
}

/** Why this process could not start its work. */
export function readStartFault(): string | undefined {
  return slot.value;
}
