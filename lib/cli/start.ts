import { runDoordesk } from './run';

await runDoordesk(
  'production',
  `npm start [-- --port 3000] [--host 127.0.0.1] [--allow-cloud]

Serves Doordesk with the settings of the environment, .env.local and .env. Builds first when the build is missing or
older than the sources. Without DATABASE_URL it starts its own PostgreSQL. Ctrl+C stops all of it.

  --port N     instead of PORT
  --host NAME  listen on this address, instead of DOORDESK_HOST. Without both: on this machine only if NEXTAUTH_URL is
               https or leads to this machine, else on every address
  --allow-cloud  a database that was restored from a backup may talk to the cloud from now on. Needed once. Make sure
               that the original does not run any more`,
);
