import pg from 'pg';

/** Beyond the server's own limit: a server that has stopped does not even say that a statement took too long. */
const graceMs = 1_000;

/** A connection that breaks when a statement is not answered in time, and fails what waits for it. */
export class LimitedClient extends pg.Client {
  protected readonly limitMs: number = 0;

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
    const timer = setTimeout(() => this.breakOff(), this.limitMs + graceMs);
    const done = () => clearTimeout(timer);
    answer.then(done, done);
    return answer;
  }

  /** A driver's own limit would leave the statement under way, and the pool would lend the connection out again. */
  private breakOff(): void {
    const { stream } = Reflect.get(this, 'connection') as { stream: { destroy(): void } };
    stream.destroy();
  }
}
