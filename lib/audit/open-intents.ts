import type { AuditEntry } from './entry';

type Intent = Omit<AuditEntry, 'outcome' | 'intentSeq'>;

// On globalThis: Next bundles pages, handlers and instrumentation apart, each with its own copy of this module.
const slot = Symbol.for('doordesk.audit.open-intents');
const shared = globalThis as { [slot]?: Map<number, Intent> };
shared[slot] ??= new Map();

/** This process's intents whose outcome is not written yet, by their numbers. */
export const openIntents: Map<number, Intent> = shared[slot];
