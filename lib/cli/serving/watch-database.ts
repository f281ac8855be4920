import pg from 'pg';
import { breakSuspects } from '../../db/limited-client';
import { log } from '../../log';

export type WatchLimits = {
  /** Between two questions. */
  everyMs: number;
  /** An answer later than this is none. */
  limitMs: number;
  /** While an answer is later than this, requests wait for it instead of starting what may hang. */
  lateMs: number;
};

const watchLimits: WatchLimits = { everyMs: 1_000, limitMs: 2_000, lateMs: 200 };

export type DatabaseWatch = {
  /** Whether the database answers, as of the last question. */
  readonly isAway: boolean;
  /** Has it failed to answer since then (by `performance.now()`)? What was begun before may have failed because of it. */
  hasFailedSince(at: number): boolean;
  /** The same as `isAway`, once a question that is open for long is answered: at most `limitMs` later. */
  answers(): Promise<boolean>;
  /** Calls `tell` each time when it is found not to answer any more. */
  onAway(tell: () => void): void;
  close(): void;
};

/**
 * Asks the database now and then whether it answers, on a connection of its own: the pool may be full of statements that
 * wait for a database that has stopped. A connection that breaks is news, and has the next question asked at once.
 */
export function watchDatabase(url: string, limits = watchLimits): DatabaseWatch {
  const { everyMs, limitMs, lateMs } = limits;
  let client: pg.Client | null = null;
  let isAway = false;
  let isClosed = false;
  const listeners: (() => void)[] = [];
  let failedAt = Number.NEGATIVE_INFINITY;
  /** A question whose answer requests wait for. */
  let doubt: Promise<boolean> | null = null;
  let timer: NodeJS.Timeout | undefined;

  function hangUp(): void {
    const old = client;
    client = null;
    old?.removeAllListeners('end');
    // A server that has stopped takes no farewell.
    if (old) Reflect.get(old, 'connection')?.stream?.destroy();
  }

  async function ask(): Promise<boolean> {
    try {
      if (!client) {
        const next = new pg.Client({
          connectionString: url,
          application_name: 'doordesk-watch',
          keepAlive: true,
        });
        client = next;
        next.on('error', () => {});
        await next.connect();
        next.once('end', () => {
          if (client !== next || isClosed) return;
          failedAt = performance.now();
          hangUp();
          look(true);
        });
      }
      await client.query('select 1');
      return true;
    } catch {
      return false;
    }
  }

  async function askInTime(): Promise<boolean> {
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'late'>((resolve) => {
      // An answer that has come while this process was busy is taken in first.
      late = setTimeout(() => setImmediate(() => setImmediate(resolve, 'late')), limitMs);
    });
    const answered = await Promise.race([ask(), tooLate]);
    clearTimeout(late);
    if (answered !== true) {
      failedAt = performance.now();
      hangUp();
    }
    // Its process at the server has stopped, and those behind other connections may have, too; so may connecting.
    if (answered === 'late') breakSuspects(limitMs);
    return answered === true;
  }

  function look(inDoubt: boolean): void {
    clearTimeout(timer);
    const asked = askInTime().then((answered) => {
      doubt = null;
      clearTimeout(lateTimer);
      tell(!answered);
      if (isClosed) hangUp();
      else timer = setTimeout(look, everyMs, false).unref();
      return answered;
    });
    const wait = () => {
      doubt = asked;
    };
    const lateTimer = inDoubt ? undefined : setTimeout(wait, lateMs).unref();
    if (inDoubt) wait();
  }

  function tell(away: boolean): void {
    if (away && !isAway && !isClosed) log.error('the database does not answer; pages say so until it does');
    if (!away && isAway) log.info('the database answers again');
    const isNews = away && !isAway && !isClosed;
    isAway = away;
    if (isNews) for (const listener of listeners) listener();
  }

  look(true);
  return {
    get isAway() {
      return isAway;
    },
    hasFailedSince: (at) => isAway || failedAt >= at,
    answers: async () => (isAway ? false : ((await doubt) ?? true)),
    onAway: (listener) => listeners.push(listener),
    close() {
      isClosed = true;
      clearTimeout(timer);
      hangUp();
    },
  };
}
