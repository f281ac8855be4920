import pg from 'pg';
import { processSlot } from '../process-slot';

/** Beyond the server's own limit: a server that has stopped does not even say that a statement took too long. */
const graceMs = 1_000;

// The watch over the database and the pools of Next's bundles have each their own copy of this module.
const shared = processSlot<Set<LimitedClient>>('db.limited-clients');
shared.value ??= new Set();
const open = shared.value;

/** A connection that breaks when a statement is not answered in time, and fails what waits for it. */
export class LimitedClient extends pg.Client {
  protected readonly limitMs: number = 0;
  private readonly begun = new Set<{ at: number }>();

  /** The class for a pool whose statements have `limitMs`; 0: as long as they take. */
  static within(limitMs: number): typeof LimitedClient {
    return class extends LimitedClient {
      protected override readonly limitMs = limitMs;
    };
  }

  // The driver's `query` has many forms; what they have in common is that they answer a promise or are told on later.
  // biome-ignore lint/suspicious/noExplicitAny: the declaration of the driver.
  override query(...given: any[]): any {
    const answer = Reflect.apply(super.query, this, given);
    if (this.limitMs === 0 || !(answer instanceof Promise)) return answer;
    const begun = this.note();
    const timer = setTimeout(() => this.breakOff(), this.limitMs + graceMs);
    const done = () => {
      clearTimeout(timer);
      this.begun.delete(begun);
    };
    answer.then(done, done);
    return answer;
  }

  /** Waits for the server, too: a pool begins a new connection as soon as one breaks. */
  // biome-ignore lint/suspicious/noExplicitAny: the declaration of the driver.
  override connect(...given: any[]): any {
    if (this.limitMs > 0) {
      open.add(this);
      this.once('end', () => open.delete(this));
      const begun = this.note();
      this.once('connect', () => this.begun.delete(begun));
    }
    const [onConnected] = given;
    if (typeof onConnected !== 'function') return Reflect.apply(super.connect, this, given);
    return super.connect((error: Error | undefined, ...rest: unknown[]) => {
      // The driver leaves the socket open, and the server waits a minute for a login: until then it can neither make
      // nor drop a database.
      if (error) this.breakOff();
      onConnected(error, ...rest);
    });
  }

  private note(): { at: number } {
    const begun = { at: performance.now() };
    this.begun.add(begun);
    return begun;
  }

  /** Is it idle, or has a statement waited for so long? */
  isSuspect(ms: number): boolean {
    return [...this.begun].every(({ at }) => performance.now() - at >= ms);
  }

  /** A driver's own limit would leave the statement under way, and the pool would lend the connection out again. */
  breakOff(): void {
    const { stream } = Reflect.get(this, 'connection') as { stream: { destroy(): void } };
    stream.destroy();
  }
}

/**
 * Breaks the connections that are idle or have waited for `ms`: the server's processes behind them may have stopped, and new
 * ones may work. What runs and is younger has its own limit.
 */
export function breakSuspects(ms: number): void {
  for (const client of open) if (client.isSuspect(ms)) client.breakOff();
}
