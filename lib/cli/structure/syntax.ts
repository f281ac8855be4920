import { parseAst } from 'rolldown/parseAst';

export type SyntaxNode = { type: string; start: number; end: number; [key: string]: unknown };

/** Parses TypeScript, and JSX if the file name ends so. Throws a SyntaxError. */
export function parseSource({ name, text }: { name: string; text: string }): SyntaxNode {
  // The parser's own type lists every kind of node; the checks use only a few.
  return parseAst(text, { lang: name.endsWith('.ts') ? 'ts' : 'tsx' }) as unknown as SyntaxNode;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
}

export function childAt(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

export function childrenAt(node: SyntaxNode, field: string): SyntaxNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
    .sort((a, b) => a.start - b.start);
}

export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
