import { type Finding, isTest, type Source } from './source';
import { childAt, childrenAt, childrenOf, lineOf, parseSource, type SyntaxNode } from './syntax';

/** What a child of an element draws: text of its own, or something that can come and go. */
type Draws = { text: boolean; changes: boolean };

const nothing: Draws = { text: false, changes: false };
const text: Draws = { text: true, changes: false };
const functionType = /Function/;
/** Calls that give elements, by our own habit: lists, and what a caller hands over to be drawn. */
const givesElements = /^(map|flatMap|children|trigger|render|form|link|createPortal)$/;

/**
 * Text that stands next to something which comes and goes. A browser that translates a page wraps each text in <font>;
 * React then finds the text no longer where it put it, fails on `insertBefore` or `removeChild`, and takes the page down.
 * Elements stay where they are, so such a text needs one of its own. A component that gives bare text puts it next to
 * whatever its user has there, and a fragment next to what stands around the fragment.
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
    ? 'has text in a fragment: give it an element of its own, or page translation takes the page down'
    : 'has text next to what comes and goes: give it an element of its own, or page translation takes the page down';
  return [
    ...found,
    ...children.filter(({ draws }) => draws.text).map(({ child }) => ({ node: child, what })),
  ];
}

function isElement({ type }: SyntaxNode): boolean {
  return type === 'JSXElement' || type === 'JSXFragment';
}

/** One of ours may draw nothing today and something tomorrow; `<p>` is always there. */
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

/** Of names and members nothing is known: what they hold is drawn by who gave it. */
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

/** `t` of `t('x')`, `map` of `rows.map(…)`. */
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

/** `t.rich` gives texts and elements in a row: a choice between two such rows takes texts away one by one. */
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
