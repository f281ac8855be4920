import type { z } from 'zod';
import type { Scope } from '@/lib/auth/scope';
import type { AuditDetail } from '@/lib/db/tables/audit';
import type { ErrorCode } from '@/lib/errors';
import { defineHandler } from '@/lib/http/route';
import { exportEntry } from '@/lib/table/export-entry';
import { type ExportQuery, exportQuery } from '@/lib/table/query';
import { probeExportSlot, takeExportSlot } from './write/connection';
import { type ExportOptions, exportResponse } from './write/stream';

type Asked<S extends z.ZodObject> = {
  scope: Scope;
  query: z.output<S>;
  /** Adds to what the audit log says of the export. */
  note: (detail: AuditDetail) => void;
};

/** The table of a list as a file, under the table's own filters: `GET /api/<list>/export`. */
export function defineListExport<S extends z.ZodObject, Row>({
  list,
  file = list,
  query,
  ability,
  needsIdentity,
  isOwn = false,
  read,
}: {
  /** Names the list in the audit log: `<list>.export`. */
  list: string;
  /** Names the file: `doordesk-<file>`. */
  file?: string;
  /** The page's own schema. */
  query: S;
  ability?: (scope: Scope) => ErrorCode | null;
  needsIdentity?: true;
  /** Doordesk's own data, which no device list can change: it is exported without a fresh one. */
  isOwn?: boolean;
  read: (asked: Asked<S>) => Promise<Pick<ExportOptions<Row>, 'rows' | 'columns'>>;
}) {
  return defineHandler({
    // zod keeps the shape of an extended object as a type that cannot be worked out while `S` is open.
    query: exportQuery(query) as unknown as z.ZodType<z.output<S> & ExportQuery>,
    audit: exportEntry(`${list}.export`),
    needs: 'export',
    ...(ability ? { ability } : {}),
    ...(needsIdentity ? { needsIdentity } : {}),
    freshList: !isOwn,
    probe: probeExportSlot,
    run: async ({ scope, query: asked, signal, note }) => {
      const { format, exact } = asked;
      const onEnd = await takeExportSlot(scope.workspaceId);
      try {
        const found = await read({ scope, query: asked, note });
        const reader = { scope, signal };
        return await exportResponse({ ...found, format, exact, name: `doordesk-${file}`, reader, onEnd });
      } catch (error) {
        onEnd();
        throw error;
      }
    },
  });
}
