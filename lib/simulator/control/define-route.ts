import type { z } from 'zod';
import type { Cloud } from '../cloud/cloud';

export type Route = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  help: string;
  run(cloud: Cloud, body: unknown): unknown;
};

const done = { ok: true };

export function post<S extends z.ZodType>(
  path: string,
  help: string,
  schema: S,
  run: (cloud: Cloud, body: z.infer<S>) => unknown,
): Route {
  return { method: 'POST', path, help, run: (cloud, body) => run(cloud, schema.parse(body)) ?? done };
}

export function get(path: string, help: string, run: (cloud: Cloud) => unknown): Route {
  return { method: 'GET', path, help, run };
}

export function remove(path: string, help: string, run: (cloud: Cloud) => void): Route {
  return {
    method: 'DELETE',
    path,
    help,
    run(cloud) {
      run(cloud);
      return done;
    },
  };
}
