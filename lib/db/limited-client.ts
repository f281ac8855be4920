import pg from 'pg';
import { processSlot } from '../process-slot';

/** Time beyond the server's own limit: a server that has stopped does not report the limit. */
const graceMs = 1_000;

const shared = processSlot<Set<LimitedClient>>('db.limited-clients');
shared.value ??= new Set();
const open = shared.value;

/** A connection that breaks when a statement is not answered in time, and fails what waits for it. */
export class LimitedClient extends pg.Client {
  protected readonly limitMs: number = 0;
  private readonly begun = new Set<{ at: number }>();

  static within(limitMs: number): typeof LimitedClient {
    return class extends LimitedClient {
      protected override readonly limitMs = limitMs;
    };
  }

  // The driver's `query` has many forms. Each returns a promise or reports to a callback.
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
      // The driver leaves the socket open. The server then waits a minute for a login, and can drop no database meanwhile.
      if (error) this.breakOff();
      onConnected(error, ...rest);
    });
  }

  private note(): { at: number } {
    const begun = { at: performance.now() };
    this.begun.add(begun);
    return begun;
  }

  isSuspect(ms: number): boolean {
    return [...this.begun].every(({ at }) => performance.now() - at >= ms);
  }

  /** The driver's own limit would leave the statement running, and the pool would lend the connection again. */
  breakOff(): void {
    // The driver's own field, which its types leave out.
    const { stream } = Reflect.get(this, 'connection') as { stream: { destroy(): void } };
    stream.destroy();
  }
}

/** Breaks connections that are idle or have waited for `ms`: their server processes may have stopped. */
export function breakSuspects(ms: number): void {
  for (const client of open) if (client.isSuspect(ms)) client.breakOff();
}
