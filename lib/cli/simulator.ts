import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { OperatorFault } from '../errors';
import { accountsHelp, faultsHelp } from '../simulator/print-help';
import {
  defaultComid,
  defaultKey,
  type SimulatorOptions,
  startSimulator,
} from '../simulator/start-simulator';
import { untilAskedToStop } from './lifetime';
import { requireFile } from './require-file';
import { readUsage, runProgram } from './run-program';

const help = `Usage: npm run simulator [-- options]

A doordeer cloud of our own: the sixteen calls of the vendor's document over HTTP, RC4 and base64, with buildings,
people of every role, doorcodes, and new events all the time. Without --keep it leaves nothing when it ends.

  --port N            where it listens (default 4010; 0: a free one)
  --host NAME         on which address (default 127.0.0.1); anyone who reaches it can control it
  --public-url URL    the address in pictures and letters, if it differs
  --seed TEXT         the same seed and start make the same world (default harbor); torture: hostile names, which
                      begin with "=", run right to left, hold hidden characters or markup, or are very long
  --start TIME        when the world was made, e.g. 2026-11-23T08:00:00Z (default now)
  --size small|full   full: 7 buildings, 17 devices, about 260 flats and 46,000 events; small: 3 buildings of 8 flats
  --key TEXT          the RC4 key (default ${defaultKey})
  --comid TEXT        the company id (default ${defaultComid})
  --field NAME        form field that carries a request; left out: the raw body
  --basic-auth U:P    requires HTTP Basic authentication
  --rate N            speed at which events arrive (default 1, as in the history; 0: none)
  --keep FILE         keeps changes to the world in this file, for the next start
  --help              this text

${accountsHelp()}

Letters (activation, forgotten password) are at GET /control/outbox, each with its link.

${faultsHelp()}`;

await runProgram(async () => {
  const options = readUsage('"npm run simulator -- --help" lists all options.', readOptions);
  if (options) return serve(options);
  console.log(help);
  return 0;
});

/** Null: only the help is wanted. */
function readOptions(): SimulatorOptions | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      port: text,
      host: text,
      'public-url': text,
      seed: text,
      start: text,
      size: text,
      key: text,
      comid: text,
      field: text,
      'basic-auth': text,
      rate: text,
      keep: text,
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const port = Number(values.port ?? 4010);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port must be 0 to 65535');
  const rate = Number(values.rate ?? 1);
  if (!(rate >= 0 && rate <= 10_000)) throw new Error('--rate must be 0 to 10000');
  const start = values.start === undefined ? undefined : Date.parse(values.start);
  if (Number.isNaN(start)) throw new Error('--start must be a time such as 2026-11-23T08:00:00Z');
  const { size = 'full', key = defaultKey, comid = defaultComid } = values;
  if (size !== 'full' && size !== 'small') throw new Error('--size must be small or full');
  if (Buffer.byteLength(key) < 1 || Buffer.byteLength(key) > 256)
    throw new Error('--key must have 1 to 256 bytes');
  if (comid === '') throw new Error('--comid must not be empty');
  return {
    port,
    arrivals: rate,
    size,
    key,
    comid,
    ...(start === undefined ? {} : { start }),
    ...(values.keep === undefined ? {} : { keepIn: values.keep }),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values['public-url'] === undefined ? {} : { publicUrl: values['public-url'] }),
    ...(values.seed === undefined ? {} : { seed: values.seed }),
    ...(values.field === undefined ? {} : { field: values.field }),
    ...(values['basic-auth'] === undefined ? {} : { basicAuth: values['basic-auth'] }),
  };
}

async function serve(wanted: SimulatorOptions): Promise<number> {
  if (wanted.keepIn && existsSync(wanted.keepIn)) requireFile(wanted.keepIn);
  const asked = untilAskedToStop();
  const simulator = await startSimulator(wanted).catch(refusePort);
  console.log(`A doordeer cloud is ready. Settings for Doordesk:

  DOORDEER_URL=${simulator.url}
  DOORDEER_RC4_KEY=${simulator.key}
  DOORDEER_COMID=${simulator.comid}${wanted.field ? `\n  DOORDEER_REQUEST_FIELD=${wanted.field}` : ''}${wanted.basicAuth ? `\n  DOORDEER_BASIC_AUTH=${wanted.basicAuth}` : ''}

${accountsHelp()}

Switches: ${simulator.controlUrl} (npm run simulator -- --help explains them). Ctrl+C ends it.`);
  await asked;
  await simulator.close();
  return 0;

  function refusePort(error: unknown): never {
    const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw inUse ? new OperatorFault(`Port ${wanted.port} is in use; choose another with --port.`) : error;
  }
}
