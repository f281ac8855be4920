import { type Finding, isTest, type Source } from './source';
import { childAt, childrenOf, lineOf, parseSource, type SyntaxNode } from './syntax';

const mostLines = 120;

export function checkLongFunctions(sources: Source[]): Finding[] {
  return sources
    .filter(
      ({ name }) =>
        /^(app|components|lib|e2e)\/.*\.tsx?$/.test(name) &&
        !isTest(name) &&
        !name.startsWith('lib/db/migrations/'),
    )
    .flatMap((source) => visit({ node: parseSource(source), name: 'a function', source }));
}

function visit({ node, name, source }: { node: SyntaxNode; name: string; source: Source }): Finding[] {
  const own = nameOf(node) ?? name;
  const found = childrenOf(node).flatMap((child) => visit({ node: child, name: own, source }));
  if (!/Function/.test(node.type)) return found;
  const [first, last] = [lineOf(source.text, node.start), lineOf(source.text, node.end)];
  const lines = last - first + 1;
  if (lines <= mostLines) return found;
  return [
    ...found,
    { file: `${source.name}:${first}`, what: `has ${own} of ${lines} lines; the limit is ${mostLines}` },
  ];
}

function nameOf(node: SyntaxNode): string | undefined {
  const id = childAt(node, 'id') ?? childAt(node, 'key');
  return id?.type === 'Identifier' ? String(id.name) : undefined;
}
