import { parseArgs } from 'node:util';
import type { Role } from '../doordeer/words';
import type { Person } from './doctor/check-account';
import { checkDatabaseClock } from './doctor/check-database-clock';
import { diagnose } from './doctor/diagnose-cloud';
import { linesOf } from './doctor/finding';
import { readPassword } from './doctor/read-password';
import { readUsage, runProgram } from './run-program';
import { loadSettingsFiles } from './settings-files';

const help = `Usage: npm run doctor [-- options]

Examines the way to the configured doordeer cloud step by step: settings, address, connection, TLS, HTTP, framing, key,
company id and account. Also checks the clock of the database, and whether requests to NEXTAUTH_URL reach Doordesk
under that name. If something is wrong, it says what to do. It prints no secret and changes nothing.

  --account NAME   signs in with this account, and out again
  --role ROLE      manager (default), landlord (also for room masters) or tenant
  --help           this text

It asks for the password. Without a terminal, it reads the first line of standard input. DOORDEER_PASSWORD works too.
It uses the settings of Doordesk (DOORDEER_URL, DOORDEER_RC4_KEY, DOORDEER_COMID, DOORDEER_REQUEST_FIELD,
DOORDEER_BASIC_AUTH, DOORDEER_TIMEOUT_MS), from the environment, .env.local or .env.

Exit code: 0 all is well, 1 something is wrong.`;

const roles: Role[] = ['manager', 'landlord', 'tenant'];

type Options = { account: string | undefined; role: Role };

/** Null: only the help is wanted. */
function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      account: { type: 'string' },
      role: { type: 'string', default: 'manager' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const role = roles.find((entry) => entry === values.role);
  if (role === undefined) throw new Error(`--role must be one of ${roles.join(', ')}`);
  return { account: values.account, role };
}

async function examine({ account, role }: Options): Promise<number> {
  loadSettingsFiles();
  const person = async (): Promise<Person | null> =>
    account ? { account, password: await readPassword(process.env), role } : null;
  let failures = 0;
  for await (const finding of diagnose(process.env, person)) {
    for (const line of linesOf(finding)) console.log(line);
    if (finding.state === 'failed') failures += 1;
  }
  const clock = await checkDatabaseClock(process.env);
  for (const line of linesOf(clock)) console.log(line);
  if (clock.state === 'failed') failures += 1;
  console.log(failures === 0 ? '\nAll is well.' : '\nSomething is wrong. See above what to do.');
  return failures === 0 ? 0 : 1;
}

await runProgram(async () => {
  const options = readUsage(help, readOptions);
  if (options) return examine(options);
  console.log(help);
  return 0;
});
