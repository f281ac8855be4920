import { runDoordesk } from './run';

await runDoordesk(
  'development',
  `npm run dev [-- --port 3000] [--host 127.0.0.1]

Serves Doordesk for development: pages follow the sources. Settings and database are as with npm start; run
"npm run simulator" next to it for a cloud.

  --port N     instead of PORT
  --host NAME  listen on this address only; without it, on every address of this machine`,
);
