import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError, z } from 'zod';
import { isRecord } from '../calls/list-of';
import type { Cloud } from '../cloud/cloud';
import { readBody } from '../cloud/read-body';
import { alterRoutes } from './alter-routes';
import { NotThere } from './alter-world';
import { routes } from './routes';

export async function serveControl(
  cloud: Cloud,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Browsers send an Origin, programs do not: an open web page must not control this cloud.
  if (request.headers.origin !== undefined) return sendJson(response, 403, { error: 'not for pages' });
  const path = new URL(request.url ?? '/', 'http://simulator').pathname
    .replace(/^\/control/, '')
    .replace(/\/$/, '');
  const method = request.method ?? 'GET';
  if (path === '')
    return sendJson(
      response,
      200,
      routes.map((route) => `${route.method} /control${route.path}  ${route.help}`),
    );
  const here = routes.filter((route) => route.path === path);
  const route = here.find((one) => one.method === method);
  if (!route) {
    const error =
      here.length === 0 ? 'no such control address' : `only ${here.map((one) => one.method).join(', ')}`;
    return sendJson(response, here.length === 0 ? 404 : 405, { error });
  }
  const text = await readBody(request);
  try {
    const body: unknown = text ? JSON.parse(text) : {};
    const answer = route.run(cloud, body);
    if (alterRoutes.includes(route) && isRecord(body)) cloud.changed({ kind: 'control', path, body });
    sendJson(response, 200, answer);
  } catch (error) {
    if (error instanceof ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
    else if (error instanceof SyntaxError) sendJson(response, 400, { error: 'the body is no JSON' });
    else if (error instanceof NotThere) sendJson(response, 404, { error: error.message });
    else throw error;
  }
}

function sendJson(response: ServerResponse, status: number, json: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(json, null, 2)}\n`);
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length })
    .end(bytes);
}
