import { parseAst } from 'rolldown/parseAst';

/** A node of a file's syntax tree, in the words of ESTree. */
export type SyntaxNode = { type: string; start: number; end: number; [key: string]: unknown };

/** The syntax tree of a file with TypeScript and JSX. Throws a SyntaxError for a file that is neither. */
export function parseSource(text: string): SyntaxNode {
  return parseAst(text, { lang: 'tsx' }) as unknown as SyntaxNode;
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
