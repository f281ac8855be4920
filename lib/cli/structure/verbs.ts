import path from 'node:path';
import { type Finding, isTest, type Source } from './source';
import { childAt, childrenAt, parseSource, type SyntaxNode } from './syntax';

const needed: Record<string, readonly string[]> = {
  defineVerb: ['name', 'input', 'ability', 'run'],
  definePublicVerb: ['name', 'input', 'throttle', 'account', 'run'],
};

/** All changes of a room stand in its `verbs.ts`. Each one checks the ability and writes the audit log. */
export function checkVerbs(sources: Source[]): Finding[] {
  const verbFiles = sources.filter(
    ({ name }) => path.posix.basename(name) === 'verbs.ts' && isRoomFile(name),
  );
  const rooms = new Set(verbFiles.map(({ name }) => path.posix.dirname(name)));
  return [
    ...verbFiles.flatMap((source) =>
      exportsOf(parseSource(source)).flatMap((one) =>
        faultsOf(one).map((what) => ({ file: source.name, what })),
      ),
    ),
    ...sources.flatMap((source) => wayAround(source, rooms)),
  ];
}

function isRoomFile(name: string): boolean {
  return name.startsWith('lib/') && !name.startsWith('lib/cli/');
}

type Exported = { name: string; value: SyntaxNode | undefined };

function exportsOf(tree: SyntaxNode): Exported[] {
  return childrenAt(tree, 'body')
    .filter(({ type, exportKind }) => /^Export(Named|Default|All)/.test(type) && exportKind !== 'type')
    .flatMap((statement): Exported[] => {
      const declaration = childAt(statement, 'declaration');
      if (declaration && /^TS(TypeAlias|Interface)/.test(declaration.type)) return [];
      if (declaration?.type !== 'VariableDeclaration')
        return [{ name: nameOf(declaration && childAt(declaration, 'id')), value: declaration }];
      return childrenAt(declaration, 'declarations').map((one) => ({
        name: nameOf(childAt(one, 'id')),
        value: childAt(one, 'init'),
      }));
    });
}

function nameOf(id: SyntaxNode | undefined): string {
  return String(id?.name ?? 'something');
}

function faultsOf({ name, value }: Exported): string[] {
  const callee = value?.type === 'CallExpression' ? String(childAt(value, 'callee')?.name) : '';
  const wanted = needed[callee];
  if (!value || !wanted) return [`exports ${name}, which defineVerb did not build`];
  const definition = childrenAt(value, 'arguments')[0];
  const given = new Set(
    definition ? childrenAt(definition, 'properties').map((one) => String(childAt(one, 'key')?.name)) : [],
  );
  return wanted.filter((key) => !given.has(key)).map((key) => `defines the verb ${name} without "${key}"`);
}

/** Files outside a room may change it only through its verbs. Bulk work may read the results of a verb. */
function wayAround({ name, imports }: Source, rooms: ReadonlySet<string>): Finding[] {
  if (isTest(name) || name.startsWith('lib/bulk/')) return [];
  return imports.flatMap(({ ours, target }) => {
    const room = path.posix.dirname(target);
    const isWrite = ours && path.posix.basename(target) === 'mutations.ts' && rooms.has(room);
    const whole = room.split('/').slice(0, 2).join('/');
    if (!isWrite || name.startsWith(`${whole}/`)) return [];
    return [{ file: name, what: `imports ${target}: call a verb of ${room}/verbs.ts` }];
  });
}
