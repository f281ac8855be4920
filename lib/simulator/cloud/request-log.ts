/** One request, safe to show: without passwords, keys, digits of codes and pictures. */
export type LogEntry = {
  number: number;
  call: string;
  account: string;
  gid: string | null;
  channel: number | null;
  sent: Record<string, string | number>;
  re: number | null;
  /** The HTTP status; null when the connection was dropped. */
  status: number | null;
  fault: string | null;
  at: string;
  tookMs: number;
};

export type Stats = {
  calls: number;
  inFlight: number;
  maxInFlight: number;
  refused: number;
  byCall: Record<string, number>;
};

/** Fields that may be logged. It lists what is allowed, so that a new secret parameter stays out. */
const loggable = [
  'account_type',
  'act_type',
  'action_type',
  'auth_account',
  'share_account',
  'start',
  'end',
  'num',
  'lock_id',
  'valid_type',
  'vkey_name',
  'valid_from_date',
  'valid_to_date',
  'valid_from_time',
  'valid_to_time',
  'fileext',
  'mail_address',
  'phone_lang',
];

const most = 20_000;

export class RequestLog {
  #entries: LogEntry[] = [];
  #stats: Stats = emptyStats();
  #number = 0;

  entries(): LogEntry[] {
    return [...this.#entries];
  }

  stats(): Stats {
    return { ...this.#stats, byCall: { ...this.#stats.byCall } };
  }

  reset(): void {
    this.#entries = [];
    this.#stats = { ...emptyStats(), inFlight: this.#stats.inFlight, maxInFlight: this.#stats.inFlight };
  }

  enter(call: string): number {
    this.#stats.calls += 1;
    this.#stats.byCall[call] = (this.#stats.byCall[call] ?? 0) + 1;
    this.#stats.inFlight += 1;
    this.#stats.maxInFlight = Math.max(this.#stats.maxInFlight, this.#stats.inFlight);
    return this.#stats.inFlight;
  }

  refuse(): void {
    this.#stats.refused += 1;
  }

  leave(): void {
    this.#stats.inFlight -= 1;
  }

  write(entry: Omit<LogEntry, 'number'>): void {
    this.#number += 1;
    this.#entries.push({ number: this.#number, ...entry });
    if (this.#entries.length > most) this.#entries.splice(0, most / 10);
  }
}

function emptyStats(): Stats {
  return { calls: 0, inFlight: 0, maxInFlight: 0, refused: 0, byCall: {} };
}

export function loggableFieldsOf(body: Record<string, unknown>): Record<string, string | number> {
  const sent: Record<string, string | number> = {};
  for (const name of loggable) {
    const value = body[name];
    if (typeof value === 'string' || typeof value === 'number') sent[name] = value;
  }
  return sent;
}
