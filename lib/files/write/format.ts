export type ExportFormat = 'csv' | 'xlsx' | 'json';

export const exportFiles = {
  csv: { extension: 'csv', type: 'text/csv; charset=utf-8' },
  xlsx: { extension: 'xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  json: { extension: 'jsonl', type: 'application/x-ndjson; charset=utf-8' },
} as const satisfies Record<ExportFormat, object>;
