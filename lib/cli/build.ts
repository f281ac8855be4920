/** `npm run build`: builds for production and notes from which sources, so that nothing is built twice. */
import { buildDoordesk } from './builds';

const { ok } = await buildDoordesk({ quiet: false });
process.exit(ok ? 0 : 1);
