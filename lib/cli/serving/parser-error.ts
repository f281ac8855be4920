import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { noteRefusal } from '../../http/refusal-log';
import { headersOfData, setSecurityHeaders } from '../../http/security-headers';

const statuses: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what Node refuses by itself, without headers: what it cannot read, and an `Expect` that it does not know. */
export function answerParserErrors(server: Server): void {
  const latest = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    latest.set(socket, { request, response });
    response.once('finish', () => {
      if (latest.get(socket)?.response === response) latest.delete(socket);
    });
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    noteRefusal('expectation', request);
    setSecurityHeaders(response);
    response.writeHead(417, { 'Content-Length': '0' }).end();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const begun = latest.get(socket);
    // Only a body can be wrong after its request was handed over. Otherwise the fault is in a later request.
    const isAnswered = begun !== undefined && (begun.request.complete || begun.response.headersSent);
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswered) {
      socket.destroy();
      return;
    }
    noteRefusal('unreadable', begun?.request);
    const status = statuses[error.code ?? ''] ?? 400;
    const headers = {
      ...headersOfData,
      'Cache-Control': 'no-store',
      'Content-Length': '0',
      Connection: 'close',
    };
    if (begun) {
      // By the response itself, so whatever works on this request learns that it is answered.
      begun.response.writeHead(status, headers).end();
      return;
    }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n`);
  });
}
