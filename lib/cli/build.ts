/** `npm run build`: builds for production and records the sources, so that nothing is built twice. */
import { buildDoordesk } from './builds';
import { runProgram } from './run-program';

await runProgram(async () => ((await buildDoordesk({ quiet: false })).ok ? 0 : 1));
