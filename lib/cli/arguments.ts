import { parseArgs } from 'node:util';

export type ServeArguments = { port: number | undefined; host: string | undefined };

type MoreOptions = { torture?: { type: 'boolean' }; 'allow-cloud'?: { type: 'boolean' } };
type MoreArguments = ServeArguments & { torture: boolean; allowCloud: boolean };

const serveOptions = {
  port: { type: 'string' },
  host: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `--port`, `--host` and `--help`, for commands that serve. Ends the process after a fault or the help. */
export function readServeArguments(help: string): ServeArguments & { allowCloud: boolean } {
  return readArguments(help, { 'allow-cloud': { type: 'boolean' } });
}

export function readDemoArguments(help: string): ServeArguments & { torture: boolean } {
  return readArguments(help, { torture: { type: 'boolean' } });
}

function readArguments(help: string, more: MoreOptions): MoreArguments {
  try {
    const { values } = parseArgs({ options: { ...serveOptions, ...more } });
    if (values.help) {
      console.log(help);
      process.exit(0);
    }
    if (values.port !== undefined && !isPort(values.port)) throw new Error('--port must be 1 to 65535');
    return {
      port: values.port === undefined ? undefined : Number(values.port),
      host: values.host,
      torture: values.torture === true,
      allowCloud: values['allow-cloud'] === true,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exit(1);
  }
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
