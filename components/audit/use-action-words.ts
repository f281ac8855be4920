'use client';

import { useMessages } from 'next-intl';
import { useMomentWords } from '@/components/ui/use-moment-words';
import type { AuditRow } from '@/lib/desk/audit/data';

/** The action's name, or the log's own if it has no text. */
export function useActionWords(): (action: string) => string {
  const { audit } = useMessages();
  const groups: Record<string, Record<string, string>> = audit.actions;
  return (action) => {
    const dot = action.indexOf('.');
    return groups[action.slice(0, dot)]?.[action.slice(dot + 1)] ?? action;
  };
}

/** The detail's name, or the log's own if it has no text. */
export function useDetailWords(): (name: string) => string {
  const { audit } = useMessages();
  const words: Record<string, string> = audit.details;
  return (name) => words[name] ?? name;
}

/** Details that list capabilities. */
const lists: readonly string[] = ['workspace', 'everywhere', 'inBuildings'];

/** A detail's value: the words for a code or a date, else the value itself. */
export function useDetailValues(): (name: string, value: unknown) => string {
  const { audit } = useMessages();
  const moment = useMomentWords();
  const action = useActionWords();
  const values: Record<string, Record<string, string>> = audit.values;
  return (name, value) => {
    if (name === 'change') return action(String(value));
    if (typeof value === 'boolean') return value ? audit.yes : audit.no;
    if (lists.includes(name))
      return String(value)
        .split(', ')
        .map((one) => values.capability?.[one] ?? one)
        .join(audit.comma);
    return values[name]?.[String(value)] ?? moment(String(value));
  };
}

/** On what: as stored, with words for the code that it begins with, and with its day in the person's style. */
export function useSubjectWords(): (entry: Pick<AuditRow, 'action' | 'subject' | 'detail'>) => string {
  const { audit } = useMessages();
  const names = useDetailWords();
  const moment = useMomentWords();
  const values: Record<string, Record<string, string>> = audit.values;
  return ({ action, subject, detail }) => {
    if (action === settings || detail.change === settings)
      return subject.split(between).map(names).join(audit.comma);
    const codes = values[codesOf(action) ?? ''] ?? {};
    const [code = '', ...rest] = subject.split(' ');
    return [codes[code] ?? code, ...rest]
      .join(' ')
      .split(between)
      .map((part) => moment(part))
      .join(between);
  };
}

const between = ' · ';

/** Its subjects are the names of what was changed. */
const settings = 'members.settings';

/** Which codes the subjects of an action begin with: "csv", "fob 12 Bicycle", "revoke × 3", "issue-doorcodes · Cleaner". */
function codesOf(action: string): 'format' | 'kind' | 'action' | 'job' | null {
  if (action.startsWith('jobs.')) return 'job';
  if (action.endsWith('.export') || action === 'exports.run') return 'format';
  if (action === 'keys.create' || action === 'keys.update') return 'kind';
  return action.endsWith('.bulk') ? 'action' : null;
}
