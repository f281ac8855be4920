import { sql } from 'kysely';

/**
 * For statements that look at every workspace, such as a search for due work: `modifyEnd(everyWorkspace)`. Tests refuse all
 * others that do not filter by `workspace_id`. On Citus such a statement asks all nodes.
 */
const comment = '/* every workspace */';
export const everyWorkspace = Object.assign(sql.raw(comment), { comment });
