import { type Finding, isTest, type Source } from './source';
import { childAt, childrenAt, childrenOf, lineOf, parseSource, type SyntaxNode } from './syntax';

/** What a child of an element renders: its own text, or something that can come and go. */
type Draws = { text: boolean; changes: boolean };

const nothing: Draws = { text: false, changes: false };
const text: Draws = { text: true, changes: false };
const functionType = /Function/;
/** By our convention, calls of these names return elements. */
const givesElements = /^(map|flatMap|children|trigger|render|form|link|createPortal)$/;

/**
 * Finds text next to something that comes and goes. A browser that translates a page wraps each text in <font>. React
 * then fails on `insertBefore` or `removeChild`, and the page breaks. Elements stay in place, so such a text needs one
 * of its own. The same holds for a component or fragment that returns bare text.
 */
export function checkLooseText(sources: Source[]): Finding[] {
  return sources
    .filter(({ name }) => /^(app|components)\/.*\.tsx$/.test(name) && !isTest(name))
    .flatMap((source) => {
      const tree = parseSource(source);
      return [...childrenWithText(tree), ...componentsOfText(tree), ...richInChoices(tree)].map(
        ({ node, what }) => ({ file: `${source.name}:${lineOf(source.text, node.start)}`, what }),
      );
    });
}

type Found = { node: SyntaxNode; what: string };

function childrenWithText(node: SyntaxNode): Found[] {
  const found = childrenOf(node).flatMap(childrenWithText);
  if (node.type !== 'JSXElement' && node.type !== 'JSXFragment') return found;
  const children = childrenAt(node, 'children')
    .map((child) => ({ child, draws: drawsOf(child) }))
    .filter(({ child, draws }) => draws !== nothing || isElement(child));
  const loose = children.some(({ child, draws }) => draws.changes || isComponent(child));
  const inFragment = node.type === 'JSXFragment';
  if (!inFragment && (children.length < 2 || !loose)) return found;
  const what = inFragment
    ? 'has text in a fragment: give it its own element, or page translation breaks the page'
    : 'has text next to something that comes and goes: give it its own element, or page translation breaks the page';
  return [
    ...found,
    ...children.filter(({ draws }) => draws.text).map(({ child }) => ({ node: child, what })),
  ];
}

function isElement({ type }: SyntaxNode): boolean {
  return type === 'JSXElement' || type === 'JSXFragment';
}

/** Our components may render nothing at first and something later. `<p>` is always there. */
function isComponent(node: SyntaxNode): boolean {
  if (node.type !== 'JSXElement') return false;
  const opening = childAt(node, 'openingElement');
  const name = opening && childAt(opening, 'name');
  return name?.type !== 'JSXIdentifier' || /^[A-Z]/.test(String(name.name));
}

function drawsOf(node: SyntaxNode): Draws {
  if (node.type === 'JSXText') return String(node.value).replace(/\s*\n\s*/g, '') === '' ? nothing : text;
  if (node.type !== 'JSXExpressionContainer') return nothing;
  const expression = childAt(node, 'expression');
  return expression ? drawsOfExpression(expression) : nothing;
}

/** Names and members are skipped: the file that defines them is checked. */
function drawsOfExpression(node: SyntaxNode): Draws {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? text : nothing;
    case 'TemplateLiteral':
      return text;
    case 'CallExpression':
      return givesElements.test(calledName(node)) ? { text: false, changes: true } : text;
    case 'ConditionalExpression': {
      const [one, other] = [branch(node, 'consequent'), branch(node, 'alternate')];
      return { text: one.text || other.text, changes: !(one.text && other.text) };
    }
    case 'LogicalExpression':
      return { text: branch(node, 'right').text, changes: true };
    default:
      return nothing;
  }
}

function branch(node: SyntaxNode, field: string): Draws {
  const child = childAt(node, field);
  return child ? drawsOfExpression(child) : nothing;
}

function calledName(call: SyntaxNode): string {
  const callee = childAt(call, 'callee');
  const name = callee?.type === 'MemberExpression' ? childAt(callee, 'property') : callee;
  return String(name?.name);
}

function componentsOfText(node: SyntaxNode): Found[] {
  const found = childrenOf(node).flatMap(componentsOfText);
  const id = node.type === 'FunctionDeclaration' ? childAt(node, 'id') : undefined;
  const body = childAt(node, 'body');
  if (!id || !body || !/^[A-Z]/.test(String(id.name))) return found;
  const what = `is a component, ${String(id.name)}, that gives bare text: wrap it in an element`;
  return [
    ...found,
    ...returnsOf(body)
      .filter((value) => drawsOfExpression(value).text)
      .map((value) => ({ node: value, what })),
  ];
}

function returnsOf(node: SyntaxNode): SyntaxNode[] {
  if (functionType.test(node.type)) return [];
  const value = node.type === 'ReturnStatement' ? childAt(node, 'argument') : undefined;
  return value ? [value] : childrenOf(node).flatMap(returnsOf);
}

/** `t.rich` returns texts and elements in a row. A choice between two such rows removes texts one by one. */
function richInChoices(node: SyntaxNode, parent?: SyntaxNode, around?: SyntaxNode): Found[] {
  const inside = node.type === 'JSXElement' ? node : around;
  const found = childrenOf(node).flatMap((child) => richInChoices(child, node, inside));
  if (node.type !== 'CallExpression' || calledName(node) !== 'rich') return found;
  const key = childrenAt(node, 'arguments')[0];
  const chosen = parent?.type === 'ConditionalExpression' || parent?.type === 'LogicalExpression';
  const choosesKey = key?.type === 'ConditionalExpression' && !hasKey(around);
  if (!chosen && !choosesKey) return found;
  return [...found, { node, what: 'chooses between texts with tags: give each an element with a key' }];
}

function hasKey(element: SyntaxNode | undefined): boolean {
  const opening = element && childAt(element, 'openingElement');
  return childrenAt(opening ?? { type: '', start: 0, end: 0 }, 'attributes').some(
    (attribute) => childAt(attribute, 'name')?.name === 'key',
  );
}
