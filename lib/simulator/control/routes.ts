import { alterRoutes } from './alter-routes';
import type { Route } from './define-route';
import { switchRoutes } from './switch-routes';

/** Every control address. `--help` and `GET /control` print this table. */
export const routes: readonly Route[] = [...switchRoutes, ...alterRoutes];
