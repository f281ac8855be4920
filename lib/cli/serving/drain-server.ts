import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, Server as NetServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a stop gives to what, in milliseconds after it was asked for. */
export type DrainLimits = {
  /** New requests are answered, each on a connection that ends with its answer. */
  listenMs: number;
  /** Requests under way have this long to be answered. */
  underWayMs: number;
  /** After the last answer: for a request that is on its way on a connection that was kept open. */
  quietMs: number;
};

/** `beginMs`: until then, waiting requests are begun; later ones would not be answered in time. */
export const drainLimits = { listenMs: 1_000, underWayMs: 8_000, quietMs: 150, beginMs: 6_500 };

/** A request of which only a part has come is waited for this long after listening stopped. */
const partMs = 2_000;
const lookMs = 25;
/** For last words to leave. */
const flushMs = 200;
/** Longest wait for connections to be accepted. */
const busyMs = 1_500;

export type Drain = {
  /** Is the server to end? Then no further request may begin what does not end by itself. */
  readonly isStopping: boolean;
  /** Counts a request as under way until its answer is over. */
  track(request: IncomingMessage, response: ServerResponse): void;
  /** Has `answer` called when the time is over and requests are still under way: for a last word to them. */
  onLate(answer: () => void): void;
  /** Answers what comes for a moment, stops listening, and resolves when all was answered or the time is over. */
  stop(limits?: DrainLimits): Promise<void>;
};

/** Holds back new work while connections are accepted. */
type Pause = { pause(): void; resume(): void };

/**
 * Resolves when all connections made until now are accepted. Node accepts one per turn of its event loop. Those that
 * still wait in the kernel would be reset when the listening socket closes. They are accepted in order, so this waits
 * for one of our own.
 */
function untilTakenIn(server: Server): Promise<void> {
  const at = server.address();
  if (at === null || typeof at === 'string') return Promise.resolve();
  const host = at.address.replace(/^::$/, '::1').replace(/^0\.0\.0\.0$/, '127.0.0.1');
  return new Promise((resolve) => {
    const own = connect({ port: at.port, host });
    const taken = new Set<number | undefined>();
    const look = () => own.localPort !== undefined && taken.has(own.localPort) && end();
    const take = (socket: Socket) => {
      taken.add(socket.remotePort);
      if (!own.connecting) look();
    };
    const end = () => {
      clearTimeout(timer);
      server.off('connection', take);
      own.destroy();
      resolve();
    };
    const timer = setTimeout(end, busyMs);
    server.on('connection', take);
    own.once('connect', look).once('error', end);
  });
}

/** Stops listening at a moment when no connection waits to be accepted. */
async function stopListening(server: Server, work?: Pause): Promise<void> {
  work?.pause();
  const since = performance.now();
  for (let begun = since; begun - since < busyMs; begun = performance.now()) {
    await untilTakenIn(server);
    if (performance.now() - begun < 5) break;
  }
  NetServer.prototype.close.call(server);
  work?.resume();
}

type Connection = { open: number; bytesAtEnd: number };

/**
 * Ends a server without cutting a request. Node's own `close()` also closes connections that seem idle while their next
 * request is just arriving; here a connection ends with its last answer, which says so (`Connection: close`).
 */
export function createDrain(server: Server, work?: Pause): Drain {
  const connections = new Map<Socket, Connection>();
  const underWay = new Set<ServerResponse>();
  const lastWords: (() => void)[] = [];
  let stopping = false;

  server.on('connection', (socket: Socket) => {
    connections.set(socket, { open: 0, bytesAtEnd: socket.bytesRead });
    socket.once('close', () => connections.delete(socket));
  });

  const isArriving = (socket: Socket, { open, bytesAtEnd }: Connection) =>
    open === 0 && socket.bytesRead > bytesAtEnd;

  async function untilQuiet(endsAt: number, quietMs: number): Promise<void> {
    const begun = performance.now();
    let quietSince: number | null = null;
    for (;;) {
      const passed = performance.now() - begun;
      if (begun + passed >= endsAt) return;
      const parts = passed < partMs && [...connections].some(([socket, known]) => isArriving(socket, known));
      if (underWay.size > 0 || parts) quietSince = null;
      else quietSince ??= passed;
      if (quietSince !== null && passed - quietSince >= quietMs) return;
      await delay(lookMs);
    }
  }

  return {
    get isStopping() {
      return stopping;
    },
    track(request, response) {
      const { socket } = request;
      const connection = connections.get(socket);
      if (connection) connection.open += 1;
      underWay.add(response);
      if (stopping) response.shouldKeepAlive = false;
      response.once('close', () => {
        underWay.delete(response);
        if (!connection) return;
        connection.open -= 1;
        connection.bytesAtEnd = socket.bytesRead;
      });
    },
    onLate: (answer) => lastWords.push(answer),
    async stop(limits = drainLimits) {
      stopping = true;
      const endsAt = performance.now() + limits.underWayMs;
      for (const response of underWay) response.shouldKeepAlive = false;
      await delay(limits.listenMs);
      await stopListening(server, work);
      await untilQuiet(endsAt, limits.quietMs);
      if (underWay.size > 0) {
        for (const answer of lastWords) answer();
        const since = performance.now();
        while (underWay.size > 0 && performance.now() - since < flushMs) await delay(lookMs);
      }
      server.closeAllConnections();
    },
  };
}
