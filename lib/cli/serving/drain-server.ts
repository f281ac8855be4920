import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, Server as NetServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Time limits of a stop, in milliseconds from its start. */
export type DrainLimits = {
  /** New requests are answered, each on a connection that then closes. */
  listenMs: number;
  /** Requests in progress must be answered by then. */
  underWayMs: number;
  /** Wait after the last answer, because a request may be on its way on an open connection. */
  quietMs: number;
};

/** `beginMs`: until then, waiting requests begin. Later ones could not be answered in time. */
export const drainLimits = { listenMs: 1_000, underWayMs: 8_000, quietMs: 400, beginMs: 6_500 };

/** How long to wait for a request that has arrived only in part, after listening has stopped. */
const partMs = 2_000;
const pollMs = 25;
const flushMs = 1_000;
const busyMs = 1_500;

export type Drain = {
  /** True: start nothing that does not end by itself. */
  readonly isStopping: boolean;
  track(request: IncomingMessage, response: ServerResponse): void;
  /** `answer` runs when the time is over and requests are still in progress. */
  onLate(answer: () => void): void;
  /** Answers new requests for a moment, then stops listening. Resolves when all are answered or time is over. */
  stop(limits?: DrainLimits): Promise<void>;
};

type Pause = { pause(): void; resume(): void };

/**
 * Resolves when all connections made until now are accepted. Node accepts one in each turn of its event loop. Those
 * still waiting in the kernel would be reset when the listening socket closes. They are accepted in order, so this
 * waits for a connection of our own.
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
 * Ends a server without cutting a request. Node's `close()` also closes connections that seem idle while their next
 * request arrives. Here a connection ends with its last answer, which says `Connection: close`.
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
      await delay(pollMs);
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
        while (underWay.size > 0 && performance.now() - since < flushMs) await delay(pollMs);
      }
      server.closeAllConnections();
    },
  };
}
