import { processSlot } from '../process-slot';
import type { AuditEntry } from './entry';

type Intent = Omit<AuditEntry, 'outcome' | 'intentSeq'>;

const shared = processSlot<Map<number, Intent>>('audit.open-intents');
shared.value ??= new Map();

export const openIntents: Map<number, Intent> = shared.value;
