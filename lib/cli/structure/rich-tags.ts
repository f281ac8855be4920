import { flattenTexts, placesIn, type TextTree } from './messages';
import { type Finding, isTest, type Source } from './source';
import { childAt, childrenAt, childrenOf, lineOf, parseSource, type SyntaxNode } from './syntax';

type Known = { namespace: string } | 'function';
type Scope = Map<string, Known>;
type Texts = { language: string; texts: Map<string, string> }[];

const functionTypes = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration']);

/**
 * Finds functions passed to a text that has no tag for them, in any language: the page would show their source. Finds
 * tags without a function: the page would show the tag. Types check only the English texts.
 */
export function checkRichTags({
  sources,
  languages,
}: {
  sources: Source[];
  languages: Record<string, TextTree>;
}): Finding[] {
  const texts = Object.entries(languages).map(([language, tree]) => ({
    language,
    texts: flattenTexts(tree),
  }));
  return sources
    .filter(({ name, text }) => /\.tsx?$/.test(name) && !isTest(name) && /Translations\(/.test(text))
    .flatMap((source) => {
      const findings: Finding[] = [];
      visit({ node: parseSource(source), scope: new Map(), source, texts, findings });
      return findings;
    });
}

type Visit = { node: SyntaxNode; scope: Scope; source: Source; texts: Texts; findings: Finding[] };

function visit({ node, scope, ...rest }: Visit): void {
  if (node.type === 'FunctionDeclaration') learn(childAt(node, 'id'), node, scope);
  if (node.type === 'VariableDeclarator') learn(childAt(node, 'id'), childAt(node, 'init'), scope);
  if (node.type === 'CallExpression') checkCall({ node, scope, ...rest });
  const inner = functionTypes.has(node.type) ? new Map(scope) : scope;
  for (const child of childrenOf(node)) visit({ node: child, scope: inner, ...rest });
}

/** Records `const t = useTranslations('people')` and `const from = () => …` until their function ends. */
function learn(id: SyntaxNode | undefined, value: SyntaxNode | undefined, scope: Scope): void {
  if (id?.type !== 'Identifier') return;
  const name = String(id.name);
  scope.delete(name);
  if (!value) return;
  if (functionTypes.has(value.type)) scope.set(name, 'function');
  const call = value.type === 'AwaitExpression' ? childAt(value, 'argument') : value;
  if (call?.type !== 'CallExpression') return;
  if (!/^(use|get)Translations$/.test(String(childAt(call, 'callee')?.name))) return;
  scope.set(name, { namespace: String(childrenAt(call, 'arguments')[0]?.value ?? '') });
}

function checkCall({ node, scope, source, texts, findings }: Visit): void {
  const callee = childAt(node, 'callee');
  const object = callee?.type === 'MemberExpression' ? childAt(callee, 'object') : callee;
  const translator = object?.type === 'Identifier' ? scope.get(String(object.name)) : undefined;
  if (!translator || translator === 'function') return;
  const [key, values] = childrenAt(node, 'arguments');
  const given = values?.type === 'ObjectExpression' ? childrenAt(values, 'properties') : [];
  // Types check values that are spread in or passed as one object.
  if (!key || given.some(({ type }) => type !== 'Property') || (values && given.length === 0)) return;
  const functions = given.filter((one) => isFunction(childAt(one, 'value'), scope)).map(nameOf);
  const isRich = callee?.type === 'MemberExpression';
  for (const { language, texts: known } of texts) {
    for (const [name, text] of textsFor({ key, namespace: translator.namespace, known })) {
      const tags = placesIn(text).flatMap((place) => /^<(.*)>$/.exec(place)?.[1] ?? []);
      const tell = (what: string) =>
        findings.push({ file: `${source.name}:${lineOf(source.text, node.start)}`, what });
      for (const one of functions.filter((one) => !isRich || !tags.includes(one)))
        tell(`gives the function "${one}" to ${name}, which has no <${one}></${one}> in ${language}`);
      for (const tag of tags.filter((one) => !functions.includes(one)))
        tell(`gives no function "${tag}" to ${name}, which has <${tag}></${tag}> in ${language}`);
    }
  }
}

function isFunction(value: SyntaxNode | undefined, scope: Scope): boolean {
  if (!value) return false;
  return (
    functionTypes.has(value.type) ||
    (value.type === 'Identifier' && scope.get(String(value.name)) === 'function')
  );
}

function nameOf(property: SyntaxNode): string {
  const key = childAt(property, 'key');
  return String(key?.name ?? key?.value);
}

/** The texts that a key can mean: one, either of two, or all that match a template. */
function textsFor({
  key,
  namespace,
  known,
}: {
  key: SyntaxNode;
  namespace: string;
  known: Map<string, string>;
}): [string, string][] {
  if (key.type === 'ConditionalExpression') {
    return ['consequent', 'alternate'].flatMap((branch) => {
      const one = childAt(key, branch);
      return one ? textsFor({ key: one, namespace, known }) : [];
    });
  }
  const prefix = namespace ? `${namespace}.` : '';
  if (key.type === 'Literal') {
    const name = `${prefix}${String(key.value)}`;
    const text = known.get(name);
    return text === undefined ? [] : [[name, text]];
  }
  if (key.type !== 'TemplateLiteral') return [];
  const parts = childrenAt(key, 'quasis').map(({ value }) => (value as { cooked: string }).cooked);
  const shape = new RegExp(`^${[prefix + parts[0], ...parts.slice(1)].map(asPattern).join('[^.]+')}$`);
  return [...known].filter(([name]) => shape.test(name));
}

function asPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
