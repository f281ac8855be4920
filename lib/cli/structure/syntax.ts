import { parseAst } from 'rolldown/parseAst';

/** A node of a file's syntax tree, in the words of ESTree. */
export type SyntaxNode = { type: string; start: number; end: number; [key: string]: unknown };

/** The syntax tree of a file with TypeScript, and with JSX if its name says so. Throws a SyntaxError for another. */
export function parseSource({ name, text }: { name: string; text: string }): SyntaxNode {
  // The parser's own type names every kind of node; checks look at few.
  return parseAst(text, { lang: name.endsWith('.ts') ? 'ts' : 'tsx' }) as unknown as SyntaxNode;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
}

/** The node in a node's field, if there is one. */
export function childAt(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** The nodes in a node's field that holds a list. */
export function childrenAt(node: SyntaxNode, field: string): SyntaxNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** All nodes directly below, in the order of the text. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
    .sort((a, b) => a.start - b.start);
}

export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
