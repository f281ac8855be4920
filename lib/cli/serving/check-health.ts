import { get, type Server } from 'node:http';
import { readStartFault } from '../../desk/start-fault';

/** Next begins to prepare itself with the first request at the latest. */
const patienceMs = 60_000;

/**
 * Why this process cannot serve, though it listens; null if its health answers 200. Next answers 500 to every request, for
 * good, after `instrumentation.ts` has failed.
 */
export async function checkHealth(server: Server, limitMs = patienceMs): Promise<string | null> {
  const status = await askHealth(server, limitMs);
  if (status === 200) return null;
  return readStartFault() ?? `/api/health answers ${status ?? 'nothing'}; its log says why`;
}

function askHealth(server: Server, limitMs: number): Promise<number | undefined> {
  const found = server.address();
  if (!found || typeof found === 'string') return Promise.resolve(undefined);
  const { address, port } = found;
  const host = address === '::' || address === '0.0.0.0' ? 'localhost' : address;
  return new Promise((resolve) => {
    const asked = get(
      { host, port, path: '/api/health', agent: false, signal: AbortSignal.timeout(limitMs) },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    asked.on('error', () => resolve(undefined));
  });
}
