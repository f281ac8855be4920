/** `npm run build`: builds for production and records the sources, so that nothing is built twice. */
import { buildDoordesk } from './builds';

const { ok } = await buildDoordesk({ quiet: false });
process.exit(ok ? 0 : 1);
