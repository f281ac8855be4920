import { createServer } from 'node:net';
import { findFreePort } from '../db/embedded/find-process';

/** The first port from `first` on that no program on this machine uses; after twenty tries, any free one. */
export async function freePort(first: number): Promise<number> {
  for (let port = first; port < first + 20 && port <= 65_535; port++) {
    // Two servers may use one port on different addresses, and people would mix them up.
    if ((await canListen(port, '127.0.0.1')) && (await canListen(port, undefined))) return port;
  }
  return await findFreePort();
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
