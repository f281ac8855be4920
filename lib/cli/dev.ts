import { runDoordesk } from './run';

await runDoordesk(
  'development',
  `npm run dev [-- --port 3000] [--host 127.0.0.1] [--allow-cloud]

Serves Doordesk for development: pages update with the sources. Settings and database are as with npm start. For
a cloud, run "npm run simulator" in another terminal.

  --port N     instead of PORT
  --host NAME  listen on this address, instead of DOORDESK_HOST. Without both: on this machine only if NEXTAUTH_URL is
               https or leads to this machine, else on every address
  --allow-cloud  a database that was restored from a backup may talk to the cloud from now on. Needed once. Make sure
               that the original does not run any more`,
);
