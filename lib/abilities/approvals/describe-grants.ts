import type { AuditDetail } from '@/lib/db/tables/audit';
import type { Grants } from '@/lib/db/tables/members';

/** What the audit log records of rights: names of capabilities, and of the buildings that have rights of their own. */
export function describeGrants({ workspace, everywhere, buildings }: Grants): AuditDetail {
  const some = [...new Set(buildings.flatMap(({ capabilities }) => capabilities))];
  return {
    workspace: workspace.join(', '),
    everywhere: everywhere.join(', '),
    inBuildings: some.join(', '),
    buildings: buildings.map(({ name }) => name).join(', '),
  };
}
