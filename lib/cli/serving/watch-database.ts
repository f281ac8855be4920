import pg from 'pg';
import { breakSuspects } from '../../db/limited-client';
import { log } from '../../log';

export type WatchLimits = {
  everyMs: number;
  /** A later answer counts as none. */
  limitMs: number;
  /** While an answer takes longer than this, requests wait for it before they start. */
  lateMs: number;
};

const watchLimits: WatchLimits = { everyMs: 1_000, limitMs: 2_000, lateMs: 200 };

export type DatabaseWatch = {
  readonly isAway: boolean;
  /** `at`: by `performance.now()`. Work that began before may have failed because of this. */
  hasFailedSince(at: number): boolean;
  /** Like `isAway`, but waits for a pending answer, at most `limitMs`. */
  answers(): Promise<boolean>;
  onAway(tell: () => void): void;
  close(): void;
};

/**
 * Asks the database at intervals whether it answers, on its own connection: the pool may be full of statements that
 * wait for a stopped database. A broken connection causes a question at once.
 */
export function watchDatabase(url: string, limits = watchLimits): DatabaseWatch {
  const { everyMs, limitMs, lateMs } = limits;
  let client: pg.Client | null = null;
  let isAway = false;
  let isClosed = false;
  const listeners: (() => void)[] = [];
  let failedAt = Number.NEGATIVE_INFINITY;
  let doubt: Promise<boolean> | null = null;
  let timer: NodeJS.Timeout | undefined;

  function hangUp(): void {
    const old = client;
    client = null;
    old?.removeAllListeners('end');
    // A stopped server does not answer a closing message.
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
      // An answer may have arrived while this process was busy, so it is read first.
      late = setTimeout(() => setImmediate(() => setImmediate(resolve, 'late')), limitMs);
    });
    const answered = await Promise.race([ask(), tooLate]);
    clearTimeout(late);
    if (answered !== true) {
      failedAt = performance.now();
      hangUp();
    }
    // The server's process has stopped. Others behind the pool may have stopped too, and connecting may hang.
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
