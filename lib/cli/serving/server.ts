/**
 * The process that serves Doordesk; `supervise-server.ts` starts and ends it. Next's own `start` ends on a signal
 * without waiting for jobs, and survives its killed parent. This one does neither.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import next from 'next';
import { projectFolder } from '../../db/embedded/project-folder';
import { getEnv } from '../../env';
import { log, withRequestId } from '../../log';
import { beginShutdown, endPatience, finishShutdown } from '../../shutdown';
import { checkHealth } from './check-health';
import { createAddressFinder } from './client-address';
import { createDrain, drainLimits } from './drain-server';
import { createFront } from './front-server';
import { preparePage } from './page-request';
import { answerParserErrors } from './parser-error';
import { replaceConsole } from './replace-console';
import { replaceWarnings } from './replace-warnings';
import { createGate } from './request-limiter';
import { listStaticFiles } from './static-files';
import type { ServeNews } from './supervise-server';
import { watchDatabase } from './watch-database';
import { watchOutput } from './watch-output';

const port = Number(process.env.PORT);
const host = process.env.DOORDESK_HOST || undefined;
const dev = process.env.NODE_ENV !== 'production';

/** After the last request: time to write final records and to release the database. */
const tidyMs = 300;

let stopping = false;
// Node's own answer to a request without Host has no headers. `checkHost` refuses it instead.
const server = createServer({ requireHostHeader: false });
const gate = createGate();
const addressOf = createAddressFinder(getEnv().DOORDESK_TRUSTED_PROXIES);
const drain = createDrain(server, gate);
answerParserErrors(server);

/** Requests and job steps have until `drainLimits.underWayMs`. Soon after, this process ends, whatever hangs. */
async function stop(code = 0): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info('Doordesk stops: work in progress has a few seconds to end');
  const patience = setTimeout(endPatience, drainLimits.underWayMs);
  const lastTurn = setTimeout(gate.close, drainLimits.beginMs);
  const late = delay(drainLimits.underWayMs, undefined, { ref: false });
  const background = beginShutdown();
  await drain.stop();
  await Promise.race([background, late]);
  clearTimeout(patience);
  clearTimeout(lastTurn);
  endPatience();
  await Promise.race([background, delay(tidyMs)]);
  await Promise.race([finishShutdown(), delay(tidyMs)]);
  process.exit(code);
}

/** Next answers an unknown id with a stack in the log, and any client can send one. */
function readActionIds(): ReadonlySet<string> {
  const manifest = readFileSync(
    path.join(projectFolder, '.next/server/server-reference-manifest.json'),
    'utf8',
  );
  // Next wrote it with the build.
  const { node } = JSON.parse(manifest) as { node: Record<string, unknown> };
  return new Set(Object.keys(node));
}

function tell(news: ServeNews): void {
  if (process.connected) process.send?.(news);
}

// Ctrl+C in a terminal reaches every process of the group. The supervisor decides the order.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
process.on('disconnect', () => {
  // The supervisor is gone, so this process must end by itself. Its embedded database ends within seconds, too.
  setTimeout(() => process.exit(1), 10_000).unref();
  void stop();
});

// The log goes to standard output.
watchOutput();
// A forgotten promise of one request must not end the process for all. After an uncaught exception nothing is certain:
// this process stops in order, and the supervisor starts another.
process.on('unhandledRejection', (error) => log.error({ error }, 'a rejected promise was not handled'));
process.on('uncaughtException', (error) => {
  log.fatal({ error }, 'an exception was not caught');
  void stop(1);
});

server.on('error', (error: NodeJS.ErrnoException) => {
  tell({ failed: error.message, ...(error.code ? { code: error.code } : {}) });
  process.exit(1);
});

if (!dev) {
  replaceConsole();
  replaceWarnings();
}
const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_TRACES_EXPORTER } = process.env;
if (OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || OTEL_TRACES_EXPORTER) {
  // Loaded only here: no one else pays for its memory.
  const { startTraces } = await import('./start-traces');
  startTraces();
}
process.env.NEXT_MANUAL_SIG_HANDLE = 'true';
// Only the development server has a web socket. Next would leave each other one open, so it gets no server to hear them.
const app = next({ dev, port, hostname: 'localhost', httpServer: dev ? server : createServer() });
await app.prepare();
const handle = app.getRequestHandler();
const front = createFront({
  own: new URL(process.env.NEXTAUTH_URL || `http://localhost:${port}`),
  drain,
  gate,
  knownActions: dev ? undefined : readActionIds(),
  staticFiles: dev ? undefined : listStaticFiles(projectFolder),
  database: watchDatabase(process.env.DATABASE_URL ?? ''),
  addressOf,
  handle: (request, response) => preparePage(request, response) && handle(request, response),
});
server.on('request', (request, response) =>
  withRequestId((id) => {
    // For support: a person can name the answer, and the log has its lines.
    response.setHeader('X-Request-Id', id);
    return front(request, response);
  }),
);
server.listen({ port, host }, async () => {
  const failed = dev ? null : await checkHealth(server);
  tell(failed ? { failed } : { listening: port });
  if (failed) void stop(1);
});
