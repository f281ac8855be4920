import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeBody, encodeBody } from '../codec';
import { Secret } from '../secret';
import { createDoordeerClient, type DoordeerClient, type DoordeerConfig } from './client';

export type Arrival = {
  path: string;
  method: string;
  headers: IncomingMessage['headers'];
  raw: string;
  fields: Record<string, unknown>;
  connection: number;
};

export type Reply = (arrival: Arrival, response: ServerResponse, request: IncomingMessage) => unknown;

/** A small server whose every answer the test writes. `client.simulator.test.ts` uses the simulator. */
export type TestCloud = {
  url: string;
  arrivals: Arrival[];
  reply: Reply;
  client(config?: Partial<DoordeerConfig>): DoordeerClient;
  close(): Promise<void>;
};

export const testKey = 'key-of-the-test-cloud';

export const person = { account: 'manager@harbor.example', password: new Secret('pass-word-canary') };
export const room = { ...person, gid: 'G1', channel: 7 };

export async function startTestCloud(
  reply: Reply = (_arrival, response) => answer(response, { re: 1 }),
): Promise<TestCloud> {
  const connections = new Map<unknown, number>();
  const clients: DoordeerClient[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (!connections.has(request.socket)) connections.set(request.socket, connections.size + 1);
    const raw = Buffer.concat(chunks).toString('utf8');
    const arrival: Arrival = {
      path: request.url ?? '',
      method: request.method ?? '',
      headers: request.headers,
      raw,
      fields: readFields(raw),
      connection: connections.get(request.socket) ?? 0,
    };
    cloud.arrivals.push(arrival);
    await cloud.reply(arrival, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const cloud: TestCloud = {
    url,
    arrivals: [],
    reply,
    client(config) {
      const client = createDoordeerClient({
        url,
        key: testKey,
        comid: 'C1',
        timeoutMs: 5_000,
        maxConcurrency: 16,
        ...config,
      });
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return cloud;
}

function readFields(raw: string): Record<string, unknown> {
  try {
    return decodeBody(raw, testKey) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export function answer(
  response: ServerResponse,
  json: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers).end(encodeBody(json, testKey));
}

export async function failure<E = Error>(promise: Promise<unknown>): Promise<E> {
  try {
    await promise;
  } catch (error) {
    return error as E;
  }
  throw new Error('expected a failure');
}
