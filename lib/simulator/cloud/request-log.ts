/** One request to the cloud, as it may be shown: passwords, keys, codes' digits and pictures are never in it. */
export type LogEntry = {
  number: number;
  call: string;
  account: string;
  gid: string | null;
  channel: number | null;
  /** The rest of what was sent, without secrets. */
  sent: Record<string, string | number>;
  /** The result code; null where no answer was worked out. */
  re: number | null;
  /** The HTTP status; null where the connection was dropped. */
  status: number | null;
  /** The effect of a fault that struck. */
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

/** What may be told of a request. A list of what is allowed, so that a new secret parameter stays out by itself. */
const tellable = [
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

  /** A call has come in; returns how many are now in flight. */
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

export function tellableOf(body: Record<string, unknown>): Record<string, string | number> {
  const sent: Record<string, string | number> = {};
  for (const name of tellable) {
    const value = body[name];
    if (typeof value === 'string' || typeof value === 'number') sent[name] = value;
  }
  return sent;
}
